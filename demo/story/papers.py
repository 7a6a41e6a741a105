"""Copies of licences: a page that says what it stands for."""

import base64
import io

from reportlab.lib.pagesizes import A5, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

_FONT = "STSong-Light"  # known to every PDF reader, so that no font is needed here


def page(title, lines):
    """A page with a title and lines, as a PDF in base64."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=landscape(A5))
    width, height = landscape(A5)
    canvas.setTitle(title)
    canvas.setFont(_FONT, 22)
    canvas.drawCentredString(width / 2, height - 80, title)
    canvas.setFont(_FONT, 13)
    for number, line in enumerate(lines):
        canvas.drawString(70, height - 140 - 28 * number, line)
    canvas.drawCentredString(width / 2, 50, "演示数据,并非真实证照")
    canvas.save()
    return base64.b64encode(target.getvalue())
