"""What the office looks up, and products for which a supplier needs a permit."""

from odoo import Command

from .papers import page
from .supply import Purchase, request

#: Nobody asks S01 for its permit before it sells something dangerous.
WANTED = Purchase("s01", "solvent", 5, 6_000)


def answer(stage, application):
    """Answer the further checks of an application as the office, with evidence."""
    for check in application.with_env(stage.by("office")).check_ids:
        values = {"answer": "yes", "remark": "已查询,无异常(示例)"}
        if check.wants_date:
            values["date"] = stage.day(-1)
        if check.wants_file:
            copy = {"name": "查询截图(示例).pdf", "datas": page("查询截图(示例)", [check.name])}
            values["attachment_ids"] = [Command.create(copy)]
        check.write(values)


def require(stage):
    """Have suppliers of hazardous chemicals need their permit; ask one that has none for some."""
    category = stage.env["product.category"].create({"name": "危险化学品(示例)"})
    stage.products["solvent"].categ_id = category
    permit = stage.env.ref("counterparty_control.licence_type_chemicals")
    permit.with_env(stage.by("office")).write(
        {"required_of": "supplier", "category_ids": [Command.link(category.id)]}
    )
    stage.profile("s04").scope_category_ids = category
    wanted = stage.by("buyer")["purchase.order"].create([request(stage, WANTED)])
    stage.name("rfq_s01", wanted)
    stage.name("category_chemicals", category)
