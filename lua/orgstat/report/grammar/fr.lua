--- French, small: words and rules of language for reading reports, as in `orgstat.report.grammar.en`.
-- @module orgstat.report.grammar.fr

return {
  lang = "fr",
  group = ".", decimal = ",",
  common = "le, la, les, des, du, et, dans, pour, par, sur, est, sont, une, aux, avec, qui, que, ont, dont, au",
  plural = "s",
  noun_after = 3,

  numbers = {
    ["zéro"] = 0, un = 1, une = 1, deux = 2, trois = 3, quatre = 4, cinq = 5, six = 6, sept = 7, huit = 8, neuf = 9,
    dix = 10,
    onze = 11, douze = 12, treize = 13, quatorze = 14, quinze = 15, seize = 16, ["dix-sept"] = 17, ["dix-huit"] = 18,
    ["dix-neuf"] = 19, vingt = 20, trente = 30, quarante = 40, cinquante = 50, soixante = 60, ["quatre-vingt"] = 80,
    ["quatre-vingts"] = 80,
  },
  number_rules = { hundred = "cent, cents", point = "virgule", link = "et" },
  scales = { [2] = "cent, cents", [3] = "mille", [6] = "million, millions", [9] = "milliard, milliards" },
  prefixed = { [2] = "cent", [3] = "mille" },
  scale_short = { [3] = "k", [6] = "M", [9] = "Md" },
  articles = "un, une", half_number = "un demi", half = "la moitié de, la moitié des, moitié des",

  hedge = {
    more_than = "plus de, au-delà de, plus d'", nearly = "près de, presque, pas loin de",
    about = "environ, quelque, quelques, autour de, à peu près", at_least = "au moins, au minimum",
    at_most = "au plus, au maximum, jusqu'à", under = "moins de, moins d'", exact = "exactement, précisément",
  },
  hedge_after = { at_least = "ou plus" },
  multiple = {
    tens = { [0] = "des dizaines de, dizaines de", [3] = "des dizaines de milliers de, dizaines de milliers de",
      [6] = "des dizaines de millions d', des dizaines de millions de" },
    hundreds = { [0] = "des centaines de, centaines de",
    [6] = "des centaines de millions d', des centaines de millions de",
      [9] = "des centaines de milliards de" },
    thousands = { [0] = "des milliers de, milliers de" },
  },
  range_from = "de, entre", range_to = "à, et", dash = "-, –, —",
  percent = "pour cent", percentage_point = "point de pourcentage, points de pourcentage",
  currency = { EUR = "euro, euros, €, EUR, d'euros", USD = "dollar, dollars, USD, $", GBP = "£, livres sterling",
  VND = "VND, dong, dongs" },

  units = {
    organisation = "association, organisation, fondation, fédération, union, club, coopérative, société, "
      .. "entreprise, syndicat, structure",
    branch = "section, antenne", group = "groupe", unit = "unité, entité", member = "membre, adhérent, adhérente",
    person = "personne, bénévole, salarié, bénéficiaire, étudiant, enfant, femme, homme, habitant, volontaire, jeune",
    household = "ménage, foyer", family = "famille", session = "réunion, séance, événement",
    conference = "conférence",
    document = "document, publication", gift = "colis", house = "logement", scholarship = "bourse",
    year = "an, année", hour = "heure",
    other = "mois, jour, semaine, projet, commune, département, région, pays, ville, école, quartier, dossier, don",
  },
  elder = "ans d'âge", age_before = "âgé de, âgés de, âgées de",
  distance = "km, kilomètre, kilomètres, mètre, mètres",

  months = { "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre" },
  lower_months = true, group_space = true, vigesimal = true,
  year_sure = "en, depuis, l'année, année, fin, début",
  year_before = "en, depuis, de, fin, début, à, jusqu'en, entre, et",
  as_of = "au, fin, à la fin de, à fin, à la date du, jusqu'au", end_of = "fin, à la fin de, à fin",
  period_before = "en, durant, pendant",
  ordinal_before = "n°, numéro, article, chapitre, page, loi n°", ordinal_always = "article, n°, numéro",
  ordinal_after = "e, er, ère, ème",
  documents = { decree = "décret, ordonnance", law = "loi", decision = "décision, arrêté", circular = "circulaire" },
  document_number = "n°, numéro",

  levels = { national = "national, nationale, nationales, nationaux",
  province = "provincial, provinciale, provinciales, provinciaux",
    district = "départemental, départementale, départementales",
    commune = "communal, communale, communales, communaux, locales" },
  categories = { voluntary = "volontaires", assigned = "mandatées par l'État" },
  spaced_levels = true,

  joins = "et, ainsi que", of_which = "dont, parmi lesquels, parmi lesquelles, parmi eux, parmi elles",
  again = "parmi elles, parmi eux, dont",
  including = "comprenant, soit, à savoir, réparties en, répartis en, comprend, comptent",
  open_words = "notamment, par exemple, comme, entre autres",
  total = "total, au total, en tout, ensemble", total_after = "au total, en tout",
  rest = "les autres, le reste, restants, restantes",
  others = "autres", average = "en moyenne, moyenne", up = "hausse, augmente, augmenté, progresse, augmentation",
  down = "baisse, diminue, diminué, recul", compared = "par rapport à, contre",
  share = "soit, représentent, représente",
  out_of = "sur, des, de", population = "population, habitants", plan = "objectif, plan",

  stop = "le, la, les, un, une, des, du, de, d', et, ou, à, au, aux, en, dans, sur, pour, par, avec, sans, est, "
    .. "sont, ont, a, qui, que, dont, se,ne, pas, plus, moins, par rapport à, ce, cette, ces, leur, leurs, son, "
    .. "sa, ses, soit, contre, comptait, compte, comptent",
  places = "province, département, commune, région, ville", place_links = "dans, de",
  forms_front = "Association, Fédération, Fondation, Union, Société, Ligue, Comité, Conseil",
  name_links = "de, des, du, la, les, et, pour, d'",
  furniture = "commentaires, commentaire, partager, lire aussi, menu, accueil, publicité, imprimer, newsletter",
  furniture_tail = "commentaires, à lire aussi, articles liés, lire aussi", source_words = "source",
}
