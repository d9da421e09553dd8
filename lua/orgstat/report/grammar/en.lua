--- English: words and rules of language for reading reports. All of it is data; `lexicon` says what
-- each list means.
-- @module orgstat.report.grammar.en

return {
  lang = "en",
  group = ",", decimal = ".",
  -- Words that tell the language.
  common = "the, of, and, in, to, with, for, by, was, were, has, have, that, from, which, are, its, is",
  plural = "s", -- nouns below stand in the singular
  noun_after = 6, -- words that may stand between a number and its noun

  numbers = {
    zero = 0, one = 1, two = 2, three = 3, four = 4, five = 5, six = 6, seven = 7, eight = 8, nine = 9, ten = 10,
    eleven = 11, twelve = 12, thirteen = 13, fourteen = 14, fifteen = 15, sixteen = 16, seventeen = 17,
    eighteen = 18, nineteen = 19, twenty = 20, thirty = 30, forty = 40, fifty = 50, sixty = 60, seventy = 70,
    eighty = 80, ninety = 90,
  },
  articles = "one",
  number_rules = { hundred = "hundred", point = "point", link = "and", a = "a" },
  scales = {
    [2] = "hundred", [3] = "thousand", [6] = "million, mln", [9] = "billion, bln", [12] = "trillion", [1] = "dozen",
    [5] = "lakh, lakhs", [7] = "crore, crores",
  },
  scale_short = { [3] = "k", [6] = "m, mn", [9] = "bn, b", [12] = "tn, trn" },
  half_number = "half a, half", and_half = "and a half",
  half = "half of, half the, half, one half of",

  hedge = {
    more_than = "more than, exceed, exceeds, over, above, upwards of, in excess of, exceeding, exceeded, "
      .. "surpassing, surpassed, topped, topping,greater than, just over, a little over, well over, "
      .. "slightly more than, higher than",
    nearly = "nearly, almost, close to, just under, approaching, not quite, virtually",
    about = "about, around, some, approximately, roughly, circa, an estimated, estimated, estimated at, "
      .. "approx., in the region of, or so",
    at_least = "at least, no fewer than, not less than, no less than, not fewer than, minimum of, a minimum of",
    at_most = "at most, up to, no more than, not more than, maximum of, a maximum of, as many as",
    under = "under, less than, below, fewer than",
    exact = "exactly, precisely",
  },
  hedge_after = { at_least = "or more, and above, and over, or above, upwards", at_most = "or less, or fewer",
    about = "or so", more_than = "plus" },
  multiple = {
    tens = { [0] = "tens of, dozens of, scores of", [3] = "tens of thousands of, tens of thousands",
      [6] = "tens of millions of, tens of millions", [9] = "tens of billions of, tens of billions" },
    hundreds = { [0] = "hundreds of", [3] = "hundreds of thousands of, hundreds of thousands",
      [6] = "hundreds of millions of, hundreds of millions", [9] = "hundreds of billions of, hundreds of billions" },
    thousands = { [0] = "thousands of", [3] = "millions of", [6] = "billions of",
    [9] = "trillions of, thousands of billions of" },
  },
  range_from = "from, between", range_to = "to, and, through", dash = "-, –, —, ÷",

  percent = "percent, per cent, pct",
  percentage_point = "percentage point, percent point, percentage points, percent points, pct points, ppt",
  currency = {
    VND = "VND, VNĐ, dong, đồng, Vietnamese dong",
    USD = "USD, US$, US dollar, US dollars, dollar, dollars, U.S. dollars, $",
    IDR = "IDR, Rp, Rp., rupiah", GBP = "GBP, £, pounds, pound, pounds sterling", EUR = "EUR, €, euro, euros",
    AUD = "AUD, A$, Australian dollars",
    other = "RM, Rs, Rs., INR, PHP, P, S$, SGD, NZ$, C$, HK$, JPY, yen, ¥, yuan, RMB, baht, ringgit, pesos, "
      .. "peso, rupees, rand, kip, KRW, won, CNY, CHF, Swiss francs, ₹, ₱, kronor, riel, naira, NT$",
  },

  units = {
    organisation = "organisation, organization, association, society/societies, union, federation, "
      .. "confederation, alliance, club, council, foundation, fund, charity/charities, cooperative, "
      .. "co-operative, nonprofit, non-profit, NGO, NPO, CSO, INGO, enterprise, company/companies, firm, "
      .. "business/businesses, institution, agency/agencies, trust, employer, corporation, mass organisation, "
      .. "mass organization, body/bodies, community interest company/community interest companies, trade union, "
      .. "group of companies, religious body/religious bodies, professional body/professional bodies, "
      .. "social enterprise, CIO, community organisation, community organization, credit union, "
      .. "non-profit organisation, non-profit organization, nonprofit organization, civil society organisation, "
      .. "civil society organization, voluntary organisation, voluntary organization, member organisation, "
      .. "member organization, member association, affiliate, grassroots union, "
      .. "registered charity/registered charities, parish/parishes, coop, co-op, social group, "
      .. "private non-enterprise unit, non-enterprise unit, PACS, NPOs, people's credit fund, credit fund, "
      .. "grassroots trade union, local union, coops, "
      .. "primary agricultural credit society/primary agricultural credit societies, NPC, incorporated society, "
      .. "sub-committee, group-foundation",
    branch = "branch/branches, chapter", sub_branch = "sub-branch/sub-branches, subbranch/subbranches",
    group = "group, cooperative group, self-help group",
    unit = "unit, subunit, entity/entities, cell",
    member = "member, membership, memberships, union member, individual member, associate member, fellow",
    person = "person/people, persons, woman/women, man/men, child/children, student, pupil, worker, employee, "
      .. "volunteer, delegate, official, cadre, staff, staff member, trustee, farmer, patient, victim, "
      .. "participant, resident, citizen, individual, beneficiary/beneficiaries, teacher, doctor, youth, "
      .. "youths, young people, adult, elderly, elderly people, orphan, veteran, refugee, recipient, donor, "
      .. "leader, trainee, jobseeker, migrant, visitor, soldier, labourer, laborer, migrant worker, "
      .. "civil servant, people with disabilities, disabled people, old people, poor people, user, client, "
      .. "carer, nurse, entrepreneur, athlete, scientist, journalist, lawyer, expert, supporter, collaborator, "
      .. "inhabitant, survivor, girl, boy, learner, representative, chair, secretary/secretaries, director, "
      .. "local, needy people, social worker, care worker, head, applicant, attendee, reader, candidate, voter, "
      .. "taxpayer, consumer, population, disadvantaged people, older people, part-time worker, artist, intern, "
      .. "graduate, ambassador, homeless people, prisoner, respondent, party member, president, vice president, "
      .. "household member of, wage and salary worker, salary worker, public charity trustee, spectator, guest, "
      .. "winner, scholar, evacuee, diplomat, homeless person, executive, parent, mother, father, infant, baby, "
      .. "babies, tourist, fisherman/fishermen, chief, counselor, counsellor, vice chair, runner, guardian, "
      .. "pensioner, actor, musician, engineer, officer, manager, coach, author, researcher, firefighter, "
      .. "policeman/policemen, farmer household member, fisher, miner, driver, nominee, alumnus/alumni, "
      .. "subscriber, viewer, passenger, patron, professional, specialist, technician, instructor, tutor, "
      .. "caregiver, foster child/foster children, newborn, toddler, teenager, housewife/housewives, "
      .. "businesswoman/businesswomen, businessman/businessmen, holder, advocate, activist, campaigner, "
      .. "companion, assistant, councillor, deputy/deputies, minister, mayor, judge, prosecutor, monk, nun, "
      .. "priest, believer, follower, adherent, villager, settler, islander, native, foreigner, tenant, "
      .. "landlord, owner, shareholder, investor, lender, borrower, debtor, customer, shopper, buyer, seller, "
      .. "trader, vendor",
    turn = "turn, turns of people, visits, visit, attendance, beneficiary turn, turns of person, person-time, "
      .. "people-times, turns of members,turn of person, turns of beneficiaries",
    household = "household", family = "family/families",
    session = "session, supervision session, meeting, inspection, event, seminar, workshop, campaign, contest, "
      .. "exchange, tour, talk, dialogue, activity/activities, event, performance, congress/congresses, forum, "
      .. "check, mission, supervision, exhibition, hearing",
    conference = "conference",
    course = "course, class/classes, training course, training class/training classes, training",
    document = "document, publication, leaflet, book, article, paper, draft document, newsletter, "
      .. "written comment, charter, dossier, agreement, regulation, law, draft law, memorandum circular, "
      .. "circular, written opinion",
    opinion = "opinion, comment, view, suggestion",
    petition = "petition, proposal, recommendation, complaint, letter",
    decision = "decision, commendation, certificate, licence, license, permit, order",
    filing = "filing, return, annual return, statement",
    case = "case, regulatory case, violation, incident, compliance case, dispute, inquiry/inquiries, "
      .. "investigation, alert",
    gift = "gift, gift package, present, gift set, Tet gift, parcel, food parcel, relief package, package, "
      .. "aid package, hamper, present set, set of presents, sets of presents, Tet present",
    house = "house, home, charity house, dwelling, shelter, great unity house, gratitude house, apartment",
    animal = "animal, cow, pig, buffalo/buffaloes, goat, chicken, breeding cow, dog, cat, horse, cattle, duck",
    blood_unit = "blood unit, unit of blood, units of blood, pint of blood, pints of blood, bag of blood, "
      .. "bags of blood, blood bag",
    scholarship = "scholarship, bursary/bursaries, scholarship grant",
    year = "year, yr",
    hour = "hour, volunteer hour, volunteering hour, hours of volunteering, hours of work, man-hour",
    m2 = "square metre, square meter, m2, m², sq.m, sq m, sq. m, sqm, sq.m.",
    score = "point, mark",
    other = "time, month, week, day, province, district, commune, ward, city/cities, town, village, hamlet, "
      .. "country/countries, county/counties, township, locality/localities, area, region, state, tonne, ton, "
      .. "kilogram, litre, liter, hectare, acre, tree, road, bridge, bed, wheelchair, meal, vehicle, bicycle, "
      .. "computer, item, type, category/categories, sector, field, phase, stage, level, criterion/criteria, "
      .. "target, goal, objective, well, shop, model, site, place, location, part, application, job, post, "
      .. "position, share, vote, seat, grant, award, prize, medal, donation, loan, account, ticket, dose, test, "
      .. "call, page, minute, second, quarter, fold, product, title, article of, step, factor, reason, way, "
      .. "movement, subject, topic, theme, station, centre, center, kindergarten, classroom, room, market, "
      .. "park, road section, point of view, nation, island, language, clinic, blood drive, vacancy/vacancies, "
      .. "term, round, side, content, bag, box/boxes, set, kit, wheelchair, hearing aid, bottle, piece, "
      .. "transaction, gram, megawatt, house number, administrative unit, special zone, tier, milestone, "
      .. "commitment, priority/priorities, option, version, recommendation for, hundredweight, pillar, chain, "
      .. "cluster, hub, garden, farm, letter of, message, project, programme, program, school, hospital, "
      .. "university/universities, study/studies, plan, scheme, report, team, resource, notice, "
      .. "discretionary grant, notice of, RT, task, measure, solution, ranking, lot, crore, new project, "
      .. "college, learning centre, round of, minister, schools, ha/ha",
  },
  elder = "years old, year old, years of age, year-olds, year olds, aged over, yrs",
  age_before = "aged, age, ages, aged between, the age of, aged from, ages of, over the age of, under the age of",
  distance = "km, kilometre, kilometres, kilometer, kilometers, mile, miles, metre, metres, meter, meters, m, "
    .. "cm, mm, feet, ft, inch, inches, °C, °, kg/m3, kph, mph, Mbps, GB, MB",

  months = { "January, Jan, Jan.", "February, Feb, Feb.", "March, Mar, Mar.", "April, Apr, Apr.", "May", "June, "
    .. "Jun, Jun.", "July, Jul, Jul.",
    "August, Aug, Aug.", "September, Sept, Sep, Sept., Sep.", "October, Oct, Oct.", "November, Nov, "
      .. "Nov.", "December, Dec, Dec." },
  weekday = "Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday",
  year_sure = "in, since, during, year, fiscal year, the year, mid, early, late", large_years = true,
  year_before = "in, since, year, during, until, by, of, from, before, after, fiscal year, FY, throughout, "
    .. "circa, late, early, mid, mid-, school year,founded in, established in, than in, end of, the year, "
    .. "calendar year, academic year, to, for, around, ended, ending, through, till, between, and, vs, versus, "
    .. "compared to, compared with",
  as_of = "as of, as at, by the end of, at the end of, to the end of, by, up to, until, until the end of, "
    .. "end of, as of the end of, through the end of, at, on, now, by late, end",
  end_of = "the end of, by the end of, at the end of, to the end of, until the end of, as of the end of, "
    .. "through the end of, end of, end, late, the end",
  period_before = "in, during, for, throughout, over",
  founded = "founded in, established in, set up in, formed in, since its founding in, founding in",
  quarter = "quarter, Q",
  part_year = { ["01-06"] = "first half of, first half, first six months of, first six months, "
    .. "first 6 months of, first 6 months",
    ["07-12"] = "second half of, second half, last six months of",
    ["01-09"] = "first nine months of, first nine months, first 9 months of, first 9 months",
    ["01-03"] = "first quarter of, first quarter, first three months of",
    ["04-06"] = "second quarter of, second quarter",
    ["07-09"] = "third quarter of, third quarter", ["10-12"] = "fourth quarter of, fourth quarter, last quarter of" },
  time_after = "am, pm, a.m., p.m., o'clock, GMT, UTC, hrs",
  time_before = "at",

  ordinal_always = "article, articles, chapter, clause, section, no., No., nos., №, paragraph, rule", blood = "blood",
  classifiers = "",
  unit_word = "unit, units, figures in, amounts in, in thousands",
  ordinal_before = "no., no, number, nos., №, #, article, articles, chapter, clause, section, phase, point, "
    .. "step, item, grade, page, pages, p., pp., vol., volume, part, level, stage, room, line, zone, annex, "
    .. "appendix, table, figure, box, tier, class, version, issue, day, week, district, ward, hamlet, group, "
    .. "covid, area, highway, route, top, rule, schedule, form, term, term no., tel, tel., phone, fax, hotline, "
    .. "call, pillar, goal, covid-, regulation, paragraph, footnote, note, unit, lesson, chapter no., channel, "
    .. "apollo, boeing, windows",
  ordinal_after = "st, nd, rd, th",
  ordinals = "first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth",
  phone = "tel, tel., telephone, phone, fax, hotline, call, mobile, whatsapp, registered charity no., "
    .. "registered charity number, charity number, charity no.,company number, company no., account number, "
    .. "ISBN, ISSN, postcode, P.O. Box, PO Box, VAT",
  score_words = "beat, defeated, won, score, scored, goal, drew, match, victory over, lost to",

  documents = { conclusion = "conclusion", decision = "decision", decree = "decree, government decree",
  circular = "circular, joint circular", law = "law, act",
    resolution = "resolution", directive = "directive, instruction", guidance = "guidance, guideline", plan = "plan",
    report = "report",
    regulation = "regulation, convention", project = "project",
    notice = "notice, announcement, official letter, official dispatch" },
  document_number = "no., no, number, nos., №",
  term_words = "term, tenure, session, congress, term of, nhiệm kỳ", -- "term XI"
  issuer_links = "of, by, issued by, from, of the, by the",

  levels = {
    national = "nationwide, national, national level, central, central level, centrally, across the country, "
      .. "the whole country, national-level",
    inter_provincial = "inter-provincial, interprovincial",
    province = "province-wide, provincial, provincial level, province level, provincial-level, "
      .. "at the province level, within the province, province scope, provincewide",
    district = "district level, district-level, district, county, county level, regency, city/regency, "
      .. "district-wide, districtwide, municipal, county-level",
    commune = "commune level, commune-level, commune, ward, township, ward level, village level, communal, "
      .. "commune-wide, sub-district, subdistrict",
  },
  categories = {
    assigned = "assigned by the Party and the State, assigned by the Party and State, assigned tasks by, "
      .. "assigned tasks, given tasks by, entrusted by the Party,assigned by the Party, "
      .. "Party- and State-assigned, assigned, state-assigned, entrusted with tasks, tasked by",
    voluntary = "voluntary, self-managed, self-governing, voluntarily established",
    special = "special-nature, specific-nature, special nature, special character, of a special nature, "
      .. "of special character",
    non_special = "non-special",
  },
  org_types = {
    socio_political = "socio-political organisation, socio-political organization, socio-political",
    socio_political_professional = "socio-political-professional, socio-political professional",
    socio_professional = "socio-professional", social = "social organisation, social organization",
    economic = "economic organisation, economic organization, economic",
    humanitarian = "humanitarian organisation, humanitarian organization",
  },
  statuses = { active = "active, operating, in operation", inactive = "inactive, dormant, not operating",
  suspended = "suspended",
    dissolved = "dissolved", removed = "removed, deregistered, struck off", merged = "merged" },

  spaced_levels = true, -- a level of one word is one only beside its noun
  joins = "and, while, whereas, as well as, plus",
  scope = "scope, scope of operation, operating, operation, scope of activity",
  extent = "nationwide, across the country, the whole country, province-level city",
  ratio = "in, out of",
  copula = "is, was, are, were, stands at, stood at", by_whom = "by",
  of_which = "of which, of whom, of them, among which, among whom, among them, of these, of those, of this, "
    .. "of this number, in which, of that, of the total, out of which, of this total, thereof,of that number, "
    .. "of this amount, of this sum, of that amount, of that total",
  again = "of these, of those, among them, among these, among those, of this number, of this, of that, "
    .. "of this amount, of them, of which, in which, of this total, of the total, these include, "
    .. "they include,the total includes, of that number, this includes, of that total, of that amount, "
    .. "this figure includes, this included, these included, they comprise, these comprise, of this sum",
  including = "including, comprising, comprises, comprised, comprise, consisting of, consists of, consisted of, "
    .. "consist of, made up of, comprised of, composed of, namely, includes, included, include, divided into, "
    .. "broken down into, split into, broken down as, that is, as follows, split between, i.e., made up from, "
    .. "made up by, which include, which includes",
  open_words = "such as, notably, especially, particularly, for example, for instance, e.g., among others, etc, "
    .. "etc., and others, mainly, mostly, in particular, primarily, including at least, and so on",
  total = "total, totals, totalling, totaling, in all, altogether, in total, overall, grand total, sum, "
    .. "a total of, combined, total of, total number of, making, combined total, sum of, totalled, totaled",
  total_after = "in all, altogether, in total, combined, overall",
  rest = "the remaining, remaining, the rest, rest, the other, balance, the remainder, remainder, remain, "
    .. "remained, left, are left",
  others = "others, other, another",
  average = "on average, average, an average of, averaging, mean, averaged, average of, an average, mean of, "
    .. "per capita",
  per = { person = "per person, each, per head, per capita, per member, a head, apiece, per beneficiary, "
    .. "per recipient",
  organisation = "per organisation, per organization,per association, per charity, per branch, per club, per unit",
  year = "per year, a year, annually, per annum", other = "per month, a month, per day, a day, per household" },
  up = "increase, increased, increasing, up, rose, rise, rising, grew, grow, growing, growth, more, higher, "
    .. "gain, gained, an increase of, up by, additional, climbed, climb, expanded, soared, jumped, "
    .. "increased by, rose by, rose to, increases, up from, increased from, grew from, rises, risen, grown, "
    .. "up to from",
  down = "decrease, decreased, decreasing, down, fell, fall, falling, drop, dropped, reduction, reduced, "
    .. "decline, declined, lower, fewer, cut, less, shrank, loss, reduce, down by, lost, down from, "
    .. "fell from,a fall of, falls, declining, reducing, cutting, shrinking, plunged, slashed, halved, from",
  to = "to", from = "from", by = "by",
  compared = "compared with, compared to, than, against, year on year, from the previous year, "
    .. "over the same period, versus, on the previous year, from a year earlier,year-on-year, from last year, "
    .. "on last year, over the previous year, a year earlier, compared with the same period, "
    .. "from the same period, on a year earlier",
  merged = "merged into, consolidated into, combined into, merging into, reorganised into, reorganized into, "
    .. "streamlined into, merged to form, merge into",
  plan = "plan, target, the plan, the target, of the plan, of plan, of target, of the target, "
    .. "of the annual plan, of the year's target, goal, assigned target, quota, of the yearly plan, "
    .. "of its target, targets, the yearly plan,the annual plan, the year plan, the assigned target, "
    .. "of its plan, of the assigned target, of the set target, of the yearly target, annual target, the set target",
  over_plan = "above the plan, above plan, over plan, over the plan, more than planned, above target, "
    .. "above the target, over target, exceeding the plan, beyond the plan, over the target,more than the plan, "
    .. "higher than the plan, exceeding the target, beyond target",
  under_plan = "below the plan, below plan, short of the plan, short of target, below target, "
    .. "short of the target, under target, under plan, below the target",
  share = "of, accounting for, account for, accounts for, accounted for, making up, makes up, made up, or, "
    .. "equal to, equivalent to, representing, represents, represent, equivalent, equalling, being, reaching, "
    .. "rate of,a rate of, out of, constituting, comprising, which is, constitute, constitutes, a share of, "
    .. "share of, some, reached, reach",
  out_of = "of, of the, out of, out of the, among, among the, of all, of its, of a total of, out of a total of, "
    .. "of all the, of their, of our",
  population = "population, the population, of the population, inhabitants, residents, "
    .. "of the province's population, of the local population",
  headed = "by the Number, as follows",

  stop = "a, an, the, of, and, or, in, on, at, to, by, for, with, from, as, is, are, was, were, be, been, "
    .. "being, has, have, had, do, does, did, will, would, can, could, may, might, shall, should, must, not, "
    .. "that, which, who, whom, whose, this, these, those, it, its, they, their, them, he, his, she, her, we, "
    .. "our, you, your, i, if, but, than, then, so, because, while, when, where, there, here, also, however, "
    .. "per, across, through, throughout, during, between, among, after, before, since, until, under, over, "
    .. "into, onto, about, against, within, without, across, along, nationwide, only, just, still, according, "
    .. "each, every, both, either, neither, nor, were, respectively, now, currently, today, worth, having, "
    .. "registered, joined, received, including, reported, took, said, operating, operate, operates, "
    .. "participated, attended, helped, supported, given, donated, spent, raised, provided, held, organised, "
    .. "organized, made, done, gave, got, took, built, earned, worked, work, working, lived, live, living, "
    .. "active, living, affected, enrolled, trained, needed, need, needing, belong, belonging, based, went, "
    .. "came, gathered, collected, served, seeking, taking, remain, remained, left, died, benefit, benefited, "
    .. "employed, managed, run, running, covering, covered, due, up, down, ago, later, earlier, more, less, "
    .. "fewer, last, next, past, out, off, via, such, regarding, concerning, toward, towards, following, "
    .. "responded, closed, opened, applied, recorded, funded, saw, see, became, become, paid, going, go, said, "
    .. "say, says, told, added, noted, called, cost, costs, costing, shared, filed, lost, won, completed, "
    .. "handed, participating, attending, contributed, visited, awarded, presented, offered, sent, published, "
    .. "issued, approved, carried, conducted, mobilised, mobilized, launched, underwent, compared, accounted, "
    .. "accounting, rose, fell, grew, increased, decreased, reached, totalled, totaled, exceeded, won, "
    .. "qualified, submitted, merged, dissolved, founded, established, formed, created, named, represent, "
    .. "represents, represented, came, took, exist, existed, exists, fall, rise, grow, benefiting, volunteered, "
    .. "volunteer, gained, drew, counts, count, counted, number, numbered, followed, ones",
  adverbs = "new, other, more, further, additional, different, such, separate, main, small, large, local, "
    .. "registered, active, poor, young, old, disadvantaged, full-time, part-time, female, male, "
    .. "mass,self-managed, voluntary, special, regular, needy, disabled, free, member, community, social, "
    .. "individual, key, major, public, private, civil, former, current, supporting, working, living, operating",

  places = "province, city, district, commune, county, regency, region, town, ward, township, village",
  place_after = true, -- "Binh Thuan province"
  place_links = "in, across, throughout, of, from",
  forms_end = "association, union, federation, society, alliance, club, foundation, fund, council, "
    .. "confederation, committee, network, trust, institute, front, organisation, organization, "
    .. "cooperative alliance,chamber of commerce, corporation, commission, board, department, ministry, agency, "
    .. "league, congress",
  congress = "congress, national congress", name_links = "of, and, for, the, on, to",
  forms_front = "association for, association of, union of, society for, society of, federation of, club of, "
    .. "foundation for, fund for, council of, committee of, committee for, institute of, ministry of, "
    .. "department of,association for the, association of the, alliance of, confederation of, league of, "
    .. "chamber of, network of, commission for",
  forms_own = "Red Cross, Red Cross Society, Fatherland Front, Vietnam Fatherland Front, Red Crescent, "
    .. "Politburo, Charity Commission, United Nations, Women's Union, Farmers' Union, Veterans' Association, "
    .. "Youth Union, Association of Victims of Agent Orange/dioxin, "
    .. "Association for Victims of Agent Orange/dioxin, Retirement Club",
  furniture = "comment, comments, share, views, view, related news, related articles, related stories, related, "
    .. "read more, read also, see also, most read, most viewed, advertisement, subscribe, newsletter, sign up, "
    .. "log in, login, menu, home, search,tags, tag, photo, source, follow us, copyright, all rights reserved, "
    .. "contact us, hotline, editor, editor-in-chief, licence no, print, email, facebook, twitter, whatsapp, "
    .. "linkedin, topics, latest, trending, popular, more news, other news, previous, next, cookie, "
    .. "cookies,terms of use, privacy policy, about us, breadcrumb, posted, published, updated, "
    .. "leave a comment, post a comment, leave a reply, reply, visitors, page views, skip to content, "
    .. "minute read, min read, photos",
  furniture_tail = "related news, related articles, related stories, comment, comments, leave a comment, "
    .. "most read, most viewed, other news, more news, read more, you may also like, latest news, trending, "
    .. "in the same topic, in the same category,from the same author, post a comment, leave a reply, "
    .. "more stories, recommended, more from, see more, visitors, follow us",
  source_words = "source, sources, original, link",
}
