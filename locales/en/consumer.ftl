# The page on which buyers check a receipt.

consumer-title = Check a receipt
consumer-lead = Type four values from the receipt and see what the fiscal data operator knows of it. The QR code on the receipt leads here too.
consumer-find = Find the receipt
consumer-find-hint = All four values have to match.
consumer-field-sign = Fiscal sign or autonomous number
consumer-field-registration = Registration number of the register
consumer-field-total = Total of the receipt
consumer-field-time = Date and time on the receipt
consumer-field-link = Link of the QR code
consumer-find-by-link = Or paste the whole link
consumer-submit = Check
consumer-miss-title = No such receipt
consumer-miss-meaning = No receipt here has all four values. That alone does not make the receipt a fake.
consumer-miss-next = Compare the values with the paper. If it says that the register worked in autonomous mode, it sends the receipt within 72 hours: come back later. If the receipt still does not appear, ask the seller.
consumer-lines = Lines of the receipt
consumer-column-number = Number
consumer-column-name = Name
consumer-column-unit = Unit
consumer-column-price = Price
consumer-column-quantity = Quantity
consumer-column-total = Total
consumer-standing = At the operator
consumer-known = The fiscal data operator has accepted this receipt.
consumer-known-autonomous = The register issued this receipt without a link and sent it later. The operator has accepted it.
consumer-waiting = The register issued this receipt without a link. It has no fiscal sign of the operator yet.
consumer-compare = Compare seller, total and time with your receipt. If something differs, tell the tax authority.
