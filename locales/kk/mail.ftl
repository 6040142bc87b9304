# Чек жіберілген хат.

mail-subject-receipt = { $number } № чек, { $total } ₽ — { $seller }
mail-subject-document = { $title } № { $number }
mail-open-page = Чекті сайтта ашу
mail-open-pdf = PDF жүктеп алу
mail-why = Бұл хат сатып алу кезінде осы мекенжай көрсетілгендіктен жіберілді. Электрондық чек қағаз чекпен тең: оны қайтару немесе кепілдік мерзімі біткенше сақтаңыз.
