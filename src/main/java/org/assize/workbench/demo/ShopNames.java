package org.assize.workbench.demo;

import java.util.List;
import java.util.Map;

/** Invented names of shops as they look in each country: long, accented, quoted, with commas, in three scripts. */
final class ShopNames {
    private static final Map<String, List<String>> FAMILIES = Map.of(
            "DE",
            List.of(
                    "Oberschwarzenbacher",
                    "Müller-Lüdenscheidt",
                    "Krämer",
                    "Weißhaupt",
                    "Brandstetter",
                    "Jäger",
                    "Schönfelder",
                    "Hagenow",
                    "Tiedemann",
                    "Vogelsang",
                    "Rübsam",
                    "Lindner",
                    "Fürstenberg",
                    "Klöckner"),
            "FR",
            List.of(
                    "Lefèvre",
                    "Beaumont",
                    "Garçon",
                    "Dubois",
                    "Hélène & Fils",
                    "Marchand",
                    "Côté",
                    "Delacroix",
                    "Saint-Aubin",
                    "Rouvière",
                    "Chevallier",
                    "d'Aubigné"),
            "GB",
            List.of(
                    "Harper",
                    "Whitcombe",
                    "O'Connell",
                    "Ashdown",
                    "Pemberton",
                    "Marlowe",
                    "Fairley",
                    "Thackeray",
                    "Brightwell",
                    "Kingsley",
                    "Llewellyn",
                    "Oakes"),
            "PL",
            List.of(
                    "Kowalski",
                    "Wiśniewski",
                    "Dąbrowski",
                    "Zając",
                    "Łuczak",
                    "Górska",
                    "Szczepański",
                    "Wróbel",
                    "Żurek",
                    "Pawłowska"),
            "SE",
            List.of(
                    "Lindqvist",
                    "Åkesson",
                    "Öberg",
                    "Sjöström",
                    "Nyström",
                    "Hägglund",
                    "Björk",
                    "Malmsten",
                    "Engström"),
            "IT",
            List.of("Bianchi", "De Luca", "Ferraris", "Colombo", "Moretti", "Santangelo", "Galli", "Dell'Acqua"),
            "NL",
            List.of("van der Berg", "de Vries", "Jansen", "Hoekstra", "ten Brink", "Kuiper", "'t Hart", "Smeets"),
            "US",
            List.of(
                    "Maverick",
                    "Blue Ridge",
                    "Lone Star",
                    "Hudson",
                    "Prairie",
                    "Cascade",
                    "Old Harbor",
                    "Redwood",
                    "Copper Canyon",
                    "Bayview"),
            "JP",
            List.of("さくら", "みやび", "青山", "北斗", "ひまわり", "富士見", "京", "若葉", "月光", "港"),
            "CN",
            List.of("华兴", "瑞丰", "金鹏", "宏达", "云帆", "锦程", "万象", "百川", "星河", "聚福"));

    private static final Map<String, String> CHINESE_TOWNS =
            Map.of("深圳市", "Shenzhen", "义乌市", "Yiwu", "广州市", "Guangzhou", "杭州", "Hangzhou", "上海", "Shanghai");
    private static final List<String> TOWNS = List.of("深圳市", "义乌市", "广州市", "杭州", "上海");
    private static final List<String> PINYIN = List.of(
            "Huaxing", "Ruifeng", "Jinpeng", "Hongda", "Yunfan", "Jincheng", "Wanxiang", "Baichuan", "Xinghe", "Jufu");

    private ShopNames() {}

    /** A name for a shop of {@code country} that sells in {@code market}: Chinese exporters go by their romanised name. */
    static String of(Dice dice, String country, String market, Goods goods) {
        if (country.equals("CN") && !market.equals("CN")) {
            String town = CHINESE_TOWNS.getOrDefault(dice.pick(TOWNS), "Ningbo");
            return town + " " + dice.pick(PINYIN) + dice.pick("", " " + dice.pick("Star", "Top", "Sun", "E-Life")) + " "
                    + dice.pick("Trading", "Technology", "E-Commerce", "Import & Export") + " Co., Ltd.";
        }
        String family = dice.pick(FAMILIES.getOrDefault(country, List.of("Marlowe")));
        String trade = trade(dice, country, goods);
        return switch (country) {
            case "DE" ->
                dice.pick(
                        trade + " " + family + " GmbH & Co. KG",
                        family + " " + trade + " GmbH",
                        trade + " " + family + " e.K.",
                        family + "s " + trade + "-Werksverkauf Inhaber " + family + " & Söhne OHG",
                        dice.pick("Kauf", "Spar", "Profi", "Direkt") + "-" + trade + "24");
            case "FR" ->
                dice.pick(
                        "Maison " + family,
                        trade + " " + family + " SARL",
                        "Les " + trade + "s de " + family,
                        "« " + trade + " d'Autrefois », " + family);
            case "GB" ->
                dice.pick(
                        family + " & Sons Ltd",
                        family + ", " + dice.pick("Stone", "Wren", "Hale") + " & Co. " + trade,
                        "The \"" + dice.pick("Good", "Honest", "Little", "Corner") + "\" " + trade + " Store",
                        family + "'s " + trade,
                        trade + " @ " + family);
            case "PL" ->
                dice.pick(
                        trade + " " + family + " Sp. z o.o.",
                        "F.H.U. \"" + family + "\"",
                        trade + "-" + dice.pick("Max", "Pol", "Expert") + " " + family);
            case "SE" -> dice.pick(family + "s " + trade + " AB", trade + "huset " + family, family + " & Döttrar");
            case "IT" ->
                dice.pick(
                        trade + " " + family + " S.r.l.",
                        "Bottega " + family,
                        family + " dal 19" + dice.between(20, 89));
            case "NL" ->
                dice.pick(trade + "handel " + family + " B.V.", family + " " + trade, trade + "-Express " + family);
            case "JP" -> dice.pick("株式会社" + family + trade, family + trade + "店", trade + "の" + family + " 楽々本舗");
            case "CN" ->
                dice.pick(dice.pick(TOWNS) + family + trade + "有限公司", family + trade + "旗舰店", family + trade + "专营店");
            default ->
                dice.pick(
                        family + " " + trade + " LLC",
                        family + " " + trade + " Outlet",
                        family + " Trading Co., Inc.",
                        trade + " Depot by " + family);
        };
    }

    private static String trade(Dice dice, String country, Goods goods) {
        int word = goods.ordinal();
        return switch (country) {
            case "DE" ->
                new String[] {
                            "Elektrofachhandel",
                            "Mobilfunkzubehör",
                            "Modehaus",
                            "Schuhhaus",
                            "Haushaltsgerätegroßhandel",
                            "Naturkosmetikmanufaktur",
                            "Spielwarenparadies",
                            "Sportartikelversand",
                            "Münz- und Briefmarkenhandlung",
                            "Kraftfahrzeugersatzteilvertrieb",
                            "Antiquariatsbuchhandlung"
                        }
                        [word];
            case "FR" ->
                new String[] {
                            "Électroménager",
                            "Téléphone",
                            "Atelier",
                            "Chausseur",
                            "Jardin",
                            "Parfumerie",
                            "Jouet",
                            "Sport",
                            "Curiosité",
                            "Pièce Auto",
                            "Librairie"
                        }
                        [word];
            case "PL" ->
                new String[] {
                            "Elektronika",
                            "Komórki",
                            "Moda",
                            "Obuwie",
                            "Dom i Ogród",
                            "Uroda",
                            "Zabawki",
                            "Sport",
                            "Kolekcje",
                            "Części Samochodowe",
                            "Księgarnia"
                        }
                        [word];
            case "SE" ->
                new String[] {
                            "Elektronik",
                            "Mobil",
                            "Kläder",
                            "Sko",
                            "Trädgårds",
                            "Skönhet",
                            "Leksaks",
                            "Sport",
                            "Samlar",
                            "Bildels",
                            "Bok"
                        }
                        [word];
            case "IT" ->
                new String[] {
                            "Elettronica",
                            "Telefonia",
                            "Moda",
                            "Calzature",
                            "Casa e Giardino",
                            "Profumeria",
                            "Giocattoli",
                            "Sport",
                            "Collezioni",
                            "Autoricambi",
                            "Libreria"
                        }
                        [word];
            case "NL" ->
                new String[] {
                            "Elektronica",
                            "Telefoon",
                            "Mode",
                            "Schoenen",
                            "Tuin",
                            "Verzorging",
                            "Speelgoed",
                            "Sport",
                            "Verzamel",
                            "Auto-onderdelen",
                            "Boeken"
                        }
                        [word];
            case "JP" -> new String[] {"電器", "モバイル", "洋服", "靴", "雑貨", "化粧品", "玩具", "スポーツ", "骨董", "自動車部品", "書"}[word];
            case "CN" -> new String[] {"电子商务", "数码", "服饰", "鞋业", "家居", "美妆", "玩具", "户外运动", "收藏品", "汽车配件", "图书"}[word];
            default ->
                new String[] {
                            "Electronics",
                            "Mobile",
                            "Clothing",
                            "Footwear",
                            "Home",
                            "Beauty",
                            "Toys",
                            "Sports",
                            "Collectibles",
                            "Car Parts",
                            dice.pick("Books", "Book Barn")
                        }
                        [word];
        };
    }
}
