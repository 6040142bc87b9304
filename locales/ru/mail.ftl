# Письмо с чеком.

mail-subject-receipt = Чек № { $number } на { $total } ₽ — { $seller }
mail-subject-document = { $title } № { $number }
mail-open-page = Открыть чек на сайте
mail-open-pdf = Скачать PDF
mail-why = Вы получили это письмо, потому что при покупке был указан этот адрес. Электронный чек равен бумажному: сохраните его до конца срока возврата или гарантии.
