package io.belfry.core.integration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Telephone numbers as people in a country dial them, made international (ITU-T E.164). A small
 * table and no numbering plan: it knows what is dialled before a national and an international
 * number, not which numbers exist.
 */
final class PhoneNumbers {
    /** Shorter ones are extensions and service numbers: an international form would be wrong. */
    private static final int SHORTEST = 6;

    /** E.164, section 6: no more digits than this. */
    private static final int LONGEST = 15;

    /** What is dialled before an international number nearly everywhere (ITU-T E.123). */
    private static final String USUAL_PREFIX = "00";

    /**
     * Country, calling code, what is dialled before a national number and left out after the code
     * (- for nothing; Italy keeps its zero), digits of the longest national number, and before an
     * international number where it is not only 00.
     */
    private static final String TABLE =
            """
            AE 971 0 9
            AL 355 0 9
            AR 54 0 10
            AT 43 0 11
            AU 61 0 9 0011
            BA 387 0 8
            BE 32 0 9
            BG 359 0 9
            BR 55 0 11
            CA 1 1 10 011
            CH 41 0 9
            CL 56 - 9
            CN 86 0 11
            CO 57 - 10
            CY 357 - 8
            CZ 420 - 9
            DE 49 0 11
            DK 45 - 8
            DZ 213 0 9
            EE 372 - 8
            EG 20 0 10
            ES 34 - 9
            FI 358 0 10
            FR 33 0 9
            GB 44 0 10
            GH 233 0 9
            GR 30 - 10
            HK 852 - 8 001
            HR 385 0 9
            HU 36 06 9
            ID 62 0 11 001/007/008
            IE 353 0 9
            IL 972 0 9 012/013/014
            IN 91 0 10
            IS 354 - 7
            IT 39 - 10
            JP 81 0 10 010
            KE 254 0 9 000
            KR 82 0 10 001/002/005/006/008
            LI 423 - 7
            LT 370 0/8 8
            LU 352 - 9
            LV 371 - 8
            MA 212 0 9
            MC 377 - 9
            MD 373 0 8
            ME 382 0 8
            MK 389 0 8
            MT 356 - 8
            MX 52 - 10
            MY 60 0 10
            NG 234 0 10 009
            NL 31 0 9
            NO 47 - 8
            NZ 64 0 10
            PE 51 0 9
            PH 63 0 10
            PL 48 - 9
            PT 351 - 9
            RO 40 0 9
            RS 381 0 9
            RU 7 8 10 810
            SA 966 0 9
            SE 46 0 9
            SG 65 - 8 001/002/008
            SI 386 0 8
            SK 421 0 9
            SM 378 - 10
            TH 66 0 9 001
            TN 216 - 8
            TR 90 0 10
            TW 886 0 9 002
            UA 380 0 9
            UK 44 0 10
            US 1 1 10 011
            VN 84 0 10
            ZA 27 0 9
            """;

    private static final Map<String, Country> COUNTRIES = new TreeMap<>();

    static {
        TABLE.lines().map(line -> line.split(" ")).forEach(PhoneNumbers::add);
    }

    private PhoneNumbers() {}

    private static void add(String[] row) {
        List<String> trunks = row[2].equals("-") ? List.of() : List.of(row[2].split("/"));
        List<String> abroad = new ArrayList<>(List.of(USUAL_PREFIX));
        if (row.length > 4) {
            abroad.addAll(Arrays.asList(row[4].split("/")));
        }
        // 0011 before 00: the longer one says more
        abroad.sort(Comparator.comparingInt(String::length).reversed());
        COUNTRIES.put(row[0], new Country(row[1], trunks, Integer.parseInt(row[3]), abroad));
    }

    /**
     * @param longest digits of the longest national number
     * @param abroad what is dialled before an international number
     */
    private record Country(String code, List<String> trunks, int longest, List<String> abroad) {
        String international(String dialled) {
            for (String prefix : abroad) {
                if (dialled.startsWith(prefix)) {
                    return plus(dialled.substring(prefix.length()));
                }
            }
            // some carriers deliver the calling code without any prefix: too long to be national
            if (dialled.startsWith(code) && dialled.length() > longest) {
                return plus(dialled);
            }
            for (String trunk : trunks) {
                if (dialled.startsWith(trunk)) {
                    return plus(code + dialled.substring(trunk.length()));
                }
            }
            return plus(code + dialled);
        }
    }

    static boolean knows(String country) {
        return COUNTRIES.containsKey(country.toUpperCase(Locale.ROOT));
    }

    static List<String> countries() {
        return List.copyOf(COUNTRIES.keySet());
    }

    /** The digits of all scripts, as 0 to 9. */
    static String digits(String value) {
        StringBuilder out = new StringBuilder();
        value.codePoints()
                .filter(Character::isDigit)
                .forEach(c -> out.append(Character.digit(c, 10)));
        return out.toString();
    }

    /**
     * +390255512345 for 0255512345 in IT. An anonymous caller stays empty, an extension stays as it
     * is.
     *
     * @param country one that {@link #knows}
     */
    static String e164(String value, String country) {
        String number = value.strip();
        if (number.startsWith("+")) {
            // a zero in brackets is for people at home: +44 (0)20 …
            return plus(digits(number.replace("(0)", "")));
        }
        String dialled = digits(number);
        if (dialled.length() < SHORTEST) {
            return dialled;
        }
        return COUNTRIES.get(country.toUpperCase(Locale.ROOT)).international(dialled);
    }

    private static String plus(String digits) {
        return digits.isEmpty() || digits.length() > LONGEST ? digits : "+" + digits;
    }
}
