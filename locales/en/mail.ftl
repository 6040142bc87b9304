# The mail with a receipt.

mail-subject-receipt = Receipt No. { $number } for { $total } ₽ — { $seller }
mail-subject-document = { $title } No. { $number }
mail-open-page = View the receipt online
mail-open-pdf = Download PDF
mail-why = You received this mail because this address was given at the purchase. The electronic receipt equals the paper one: keep it until the return or warranty period ends.
mail-why-test = You received this mail because this address was given at the purchase. The document is a test: it has no legal force and is no receipt for a purchase.
