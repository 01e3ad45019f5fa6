"""Pages that tests read: made anew each time, with text of known order."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
PARAGRAPHS = (
    "南通市日前建成居民健康信息平台，覆盖全市二十家医院，市民凭身份证就能调阅自己的检验报告，不必再跑医院。",
    "去年底，如东县启用“互联网＋护理服务”系统，一年里接到预约一万多人次，护士上门换药、量血压，费用由医保支付一部分。",
    "苏州市上线企业开办一网通平台，把营业执照、公章、发票合在一处办理，开办企业只需两个工作日，全市三万家企业用过。",
    "无锡市在太湖边建成水质自动监测系统，每小时上传一次数据，超标时值班人员会收到短信，并在十五分钟内到场。",
    "常州市把一百二十个部门的数据编成目录，谁要用就在网上提出，七天之内有答复，不给的要写明理由。",
)
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def make_pdf(draw: Callable[[Canvas], None], **options: object) -> bytes:
    """A PDF with what `draw` puts on its pages."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, **options)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def wrap(paragraphs: Iterable[str], width: int) -> list[str]:
    """Lines of `width` letters; paragraphs are indented by two."""
    lines = []
    for paragraph in paragraphs:
        text = "\u3000\u3000" + paragraph
        lines += [text[start : start + width] for start in range(0, len(text), width)]
    return lines


def draw_columns(
    canvas: Canvas,
    lines: Sequence[str],
    columns: int,
    *,
    top: float = 700,
    left: float = 40,
    width: float = 515,
    by_row: bool = False,
    size: float = 10,
) -> None:
    """The lines, spread over columns; drawn column by column, or row by row across them."""
    canvas.setFont(FONT, size)
    height = -(-len(lines) // columns)
    step = width / columns
    places = [(i, k) for k in range(columns) for i in range(height)]
    for i, k in sorted(places) if by_row else places:
        if k * height + i < len(lines):
            canvas.drawString(left + k * step, top - i * size * 1.5, lines[k * height + i])


def draw_headline(canvas: Canvas, text: str, *, height: float = 760, size: float = 28) -> None:
    """A headline across the page."""
    canvas.setFont(FONT, size)
    canvas.drawCentredString(A4[0] / 2, height, text)
