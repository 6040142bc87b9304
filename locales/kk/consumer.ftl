# Сатып алушыға арналған чекті тексеру беті.

consumer-title = Чекті тексеру
consumer-lead = Чектегі төрт мәнді енгізіңіз: фискалдық деректер операторы бұл чек туралы не білетінін көресіз. Чектегі QR-код та осы бетке апарады.
consumer-find = Чекті табу
consumer-find-hint = Төрт мәннің бәрі сәйкес келуі керек.
consumer-field-sign = Фискалдық белгі немесе автономды нөмір
consumer-field-registration = Кассаның тіркеу нөмірі (МТН, КТН)
consumer-field-total = Чек сомасы
consumer-field-time = Чектегі күн мен уақыт
consumer-field-link = QR-кодтағы сілтеме
consumer-find-by-link = Немесе сілтемені толық қойыңыз
consumer-submit = Тексеру
consumer-miss-title = Чек табылмады
consumer-miss-meaning = Төрт мәні де сәйкес келетін чек мұнда жоқ. Бұл чектің жалған екенін білдірмейді.
consumer-miss-next = Мәндерді қағазбен салыстырыңыз. Чекте «Автономды режим» деп тұрса, касса оны 72 сағат ішінде жібереді: кейінірек келіңіз. Чек содан кейін де шықпаса, сатушыға хабарласыңыз.
consumer-lines = Чек позициялары
consumer-column-number = Нөмірі
consumer-column-name = Атауы
consumer-column-unit = Өлшем бірлігі
consumer-column-price = Бағасы
consumer-column-quantity = Саны
consumer-column-total = Сомасы
consumer-standing = Оператордағы чек
consumer-known = Фискалдық деректер операторы бұл чекті қабылдады.
consumer-known-autonomous = Касса чекті байланыссыз берген, кейін операторға жіберген. Чек қабылданды.
consumer-waiting = Касса чекті байланыссыз берген. Оның операторлық фискалдық белгісі әлі жоқ.
consumer-compare = Сатушыны, соманы және уақытты чегіңізбен салыстырыңыз. Бірдеңе өзгеше болса, салық органына хабарлаңыз.
