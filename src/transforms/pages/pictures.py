"""Does a line without a full stop describe a picture? Captions name a scene, or somebody at something one can see."""

from __future__ import annotations

import re

_SCENE = re.compile(
    r"(?:Quang cảnh|Toàn cảnh|Khung cảnh|Một góc|Hình ảnh|Các đại biểu|Đông đảo|Từ trái|Ảnh|Đại biểu (?:tham )?dự|Chủ tọa|Chủ trì|Đoàn chủ tịch)\b"
)
_WHO = re.compile(
    r"(?:Đồng chí|Các đồng chí|Ông|Bà|Tổng Bí thư|Tổng bí thư|Chủ tịch|Phó|Thủ tướng|Bộ trưởng|Thứ trưởng|Bí thư|Thường trực|Trưởng|Đại|Thượng tướng|Trung tướng|Thiếu tướng|"
    r"Lãnh đạo|Đoàn|Ủy viên|Uỷ viên|Giám đốc|Tổng Giám đốc|Thừa ủy quyền|Các|Cán bộ|Nhân dân|Đại biểu|Đại diện|Cử tri|GS|PGS|TS|Ban)\b"
)
_DOES = re.compile(
    r"\b(?:phát biểu|báo cáo tại|trình bày|nêu ý kiến|tiếp thu ý kiến|tham luận|trao|tặng|chụp ảnh|bắt tay|chủ trì|điều hành|kiểm tra|tham quan|thăm hỏi|dâng hương|cắt băng|trồng cây|chúc mừng|"
    r"ký kết|tại (?:buổi|hội nghị|Hội nghị|lễ|Lễ|cuộc|phiên|đại hội|Đại hội|kỳ họp|Kỳ họp|diễn đàn|Diễn đàn|trụ sở)|\((?:đứng|ngồi|bên|bìa|giữa|ngoài cùng|hàng|thứ|áo|phải|trái)[^)]*\))"
)

_PRESENTED = re.compile(r"(?:Đồng chí|Ông|Bà)\s+(?:[^\W\d_a-z][^\W\d_]*\s?){2,5},\s")


def describes_picture(line: str) -> bool:
    """A caption by its words: a scene, or a person or body doing what a camera shows."""
    return is_scene(line) or _PRESENTED.match(line) is not None or bool(_WHO.match(line) and _DOES.search(line))


def is_scene(line: str) -> bool:
    """Opens as only captions do ("Quang cảnh …")."""
    return _SCENE.match(line) is not None


def names_somebody(line: str) -> bool:
    """Opens with an office, a form of address or a body."""
    return _WHO.match(line) is not None
