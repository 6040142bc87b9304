# Words of Kazakh receipts and reports.

# Receipt

currency-tenge = ₸
kz-taxpayer-number = IIN (BIN)
kz-vat-certificate = VAT certificate, series
kz-sell = Sale
kz-sell-return = Return of a sale
kz-buy = Purchase
kz-buy-return = Return of a purchase
kz-copy = COPY OF THE DOCUMENT
kz-control = CONTROL RECEIPT
kz-autonomous = Autonomous mode
kz-shift = Shift
kz-document = Document
kz-number-in-shift = Receipt in the shift No.
kz-cashier = Cashier
kz-vat-included = VAT included
kz-vat-on-top = VAT on top
kz-discount = Discount
kz-markup = Markup
kz-total = TOTAL
kz-cash = Cash
kz-card = Card
kz-credit = On credit
kz-tare = Packaging
kz-mobile = Mobile (QR)
kz-tendered = Tendered
kz-change = Change
kz-buyer-number = IIN (BIN) of the buyer
kz-ntin = NTIN
kz-barcode = Barcode
kz-marking = Marking code
kz-unnamed = Item without a name
kz-parent = Parent receipt
kz-parent-sign = Fiscal sign
kz-parent-total = Total
kz-time = Time

# Lines of business

kz-account = Account
kz-correction = Correction No.
kz-correction-sum = Sum of the correction
kz-fuel-card = Fuel card
kz-car-number = Plate number
kz-ride-ordered = Ordered ride
kz-ride-hailed = Hailed ride
kz-fare = Fare
kz-parking-from = Parking from
kz-parking-until = Parking until

# Numbers: each operator has its own abbreviations

kz-sign-short = Fiscal sign
kz-sign-long = Fiscal sign
kz-registration-both = Registration No.
kz-registration-machine = Registration No.
kz-registration-register = Registration No.
kz-serial-both = Serial No.
kz-serial-machine = Serial No.
kz-serial-register = Serial No.
kz-device-id = Register at the operator
kz-ofd = Fiscal data operator
kz-lookup = Check the receipt at
kz-qr = QR code of the receipt

# Reports and cash movements

kz-x = X report, nothing is reset
kz-z = Z report, closes the shift
kz-sections = Report by section
kz-cashiers = Report by cashier
kz-deposit = Cash deposit
kz-withdrawal = Cash withdrawal
kz-deposits = Cash deposits
kz-closing = Closing of the shift
kz-closing-without-report = Without a report
kz-withdrawals = Cash withdrawals
kz-amount = Amount
kz-opened = Shift opened
kz-closed = Shift closed
kz-start-totals = Non-resettable totals as the shift began
kz-end-totals = Non-resettable totals as the shift ended
kz-now-totals = Non-resettable totals
kz-receipts = Receipts
kz-receipts-ever = Receipts ever
kz-movements-ever = Movements ever
kz-without-operator = Of them autonomous
kz-section = Section
kz-by-section = By section: lines and sums without discounts
kz-no-sections = No lines
kz-no-cashiers = No receipts
kz-vat = VAT
kz-turnover = Turnover
kz-turnover-without-vat = Turnover without VAT
kz-vat-amount = VAT amount
kz-drawer = Cash in the drawer
kz-revenue = Revenue
kz-cashier-cash = Cash of the shift
kz-checksum = Checksum
kz-made-by-ofd = Made by the fiscal data operator

# Units of measure

kz-unit-796 = Piece
kz-unit-116 = Kilogram
kz-unit-5114 = Service
kz-unit-006 = Metre
kz-unit-112 = Litre
kz-unit-021 = Running metre
kz-unit-168 = Tonne
kz-unit-356 = Hour
kz-unit-359 = Day
kz-unit-360 = Week
kz-unit-362 = Month
kz-unit-003 = Millimetre
kz-unit-004 = Centimetre
kz-unit-005 = Decimetre
kz-unit-642 = Unit
kz-unit-008 = Kilometre
kz-unit-160 = Hectogram
kz-unit-161 = Milligram
kz-unit-162 = Metric carat
kz-unit-163 = Gram
kz-unit-164 = Microgram
kz-unit-110 = Cubic millimetre
kz-unit-111 = Millilitre
kz-unit-055 = Square metre
kz-unit-059 = Hectare
kz-unit-061 = Square kilometre
kz-unit-625 = Sheet
kz-unit-728 = Pack
kz-unit-736 = Roll
kz-unit-778 = Package
kz-unit-868 = Bottle
kz-unit-931 = Work
kz-unit-113 = Cubic metre
kz-unit-000 = Unknown
