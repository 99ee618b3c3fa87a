"""Letters for character classes of regular expressions: a range such as à-ỹ would mix capitals and small letters."""

LOWER = "a-zàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹäëïöüçñß"
UPPER = "A-Z" + LOWER.removeprefix("a-z").removesuffix("ß").upper()
