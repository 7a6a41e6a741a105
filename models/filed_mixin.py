from odoo import api, models
from odoo.fields import Command


class CounterpartyFiledMixin(models.AbstractModel):
    """Uploaded files become the record's own, so that they are read and kept with it."""

    _name = "counterparty.filed.mixin"
    _description = "Record With Files"

    #: Fields that hold attachments.
    _file_fields = ("attachment_ids",)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._adopt_files()
        return records

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & set(self._file_fields):
            self._adopt_files()
        return result

    def _adopt_files(self):
        """Take over what the user uploaded, and copy what belongs to another record.

        :raise AccessError: if the user may not read a file of another record
        """
        for record in self.sudo():
            own = {"res_model": self._name, "res_id": record.id}
            for name in self._file_fields:
                commands = []
                for found in record[name]:
                    if (found.res_model, found.res_id) == (self._name, record.id):
                        continue
                    if not found.res_id and found.create_uid == self.env.user:
                        found.write(own)
                        continue
                    found.with_env(self.env).check_access("read")
                    commands += [Command.unlink(found.id), Command.link(found.copy(own).id)]
                if commands:
                    record[name] = commands
