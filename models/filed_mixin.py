from odoo import api, fields, models


class CounterpartyFiledMixin(models.AbstractModel):
    """Uploaded files become the record's own, so that they are read and frozen with it."""

    _name = "counterparty.filed.mixin"
    _description = "Record With Files"

    #: Fields that link attachments.
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
        """Take what the user has just uploaded; of any other file that may be read, a copy."""
        for record in self.sudo():
            own = {"res_model": self._name, "res_id": record.id}
            for name in self._file_fields:
                for found in record[name]:
                    if (found.res_model, found.res_id) == (self._name, record.id):
                        continue
                    if not found.res_id and found.create_uid == self.env.user:
                        found.write(own)
                        continue
                    found.with_env(self.env).check_access("read")
                    copy = found.copy(own)
                    record[name] = [fields.Command.unlink(found.id), fields.Command.link(copy.id)]
