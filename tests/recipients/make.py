"""Makes the exports in this folder, as the programs that they are named after write them. Needs openpyxl."""

import datetime
import zlib

import openpyxl

HERE = __file__.rsplit("/", 1)[0]


def write(name, text, encoding):
    with open(f"{HERE}/{name}", "wb") as file:
        file.write(text.encode(encoding))


# Excel, French: "CSV (séparateur : point-virgule)", Windows-1252, CRLF, line breaks inside of cells.
write(
    "excel-fr.csv",
    "Matricule;Nom;Prénom;Courriel professionnel;Établissement;Langue;Date d'arrivée;Adresse\r\n"
    "00012;Lefèvre;Zoé;Zoe.Lefevre@Horizon.example;Lyon;Français;09/03/2019;\"3 quai du Rhône\n69007 Lyon\"\r\n"
    "00013;N'Diaye;Aïcha;aicha.ndiaye@horizon.example;Montréal;français (Canada);2020-06-01;400 rue Sherbrooke\r\n"
    "00014;Müller;Jürgen;jürgen@horizon.example;Paris;;;\r\n"
    "00015;Dupont;Œdipe;œdipe@horizon.example;Paris;FR;;\r\n"
    ";;;;;;;\r\n"
    "00016;Lefèvre;Zoé;ZOE.LEFEVRE@horizon.example;Lyon;FR;;\r\n"
    "00017;Martin;Paul;;Lyon;FR;;\r\n",
    "cp1252",
)

# LibreOffice: UTF-8, commas, texts in quotes.
write(
    "libreoffice.csv",
    '"E-mail","Vorname","Nachname","Sprache","Standort","Kostenstelle"\n'
    '"anna@müller.example","Anna","Müller","Deutsch","London",4711\n'
    '"  bob@horizon.example ","Bob ""the builder""","Smith","English - United Kingdom","london","4,712"\n',
    "utf-8",
)

# Google Workspace: users, CSV.
write(
    "google.csv",
    "First Name [Required],Last Name [Required],Email Address [Required],Status [READ ONLY],Recovery Email,"
    "Work Secondary Email,Employee Title,Department,Cost Center\n"
    'Ada,Lovelace,ada@horizon.example,Active,ada@private.example,,"Analyst, senior",R&D,C-1\n'
    "Grace,Hopper,grace@horizon.example,Active,,,Admiral,IT,\n",
    "utf-8",
)

# Windows PowerShell 5: Get-ADUser … | Export-Csv -Delimiter "`t" -Encoding Unicode.
write(
    "active-directory.tsv",
    "#TYPE Selected.Microsoft.ActiveDirectory.Management.ADUser\r\n"
    '"GivenName"\t"Surname"\t"mail"\t"UserPrincipalName"\t"preferredLanguage"\t"physicalDeliveryOfficeName"\t"Department"\r\n'
    '"Éloïse"\t"Petit"\t"eloise.petit@horizon.example"\t"epetit@corp.local"\t"fr-FR"\t"Paris"\t"Ventes; export"\r\n'
    '"Tim"\t"O\'Neil"\t"tim.o\'neil@horizon.example"\t"tim@corp.local"\t"en-GB"\t"London"\t"Sales"\r\n'
    '"Service"\t"Account"\t""\t"svc@corp.local"\t""\t""\t""\r\n',
    "utf-16",
)

# Excel: "Save as CSV" on a machine whose list separator is a comma, with the line that makes every Excel open it well.
write("stated.csv", "\ufeffsep=|\r\nmail|role; kind\r\na@horizon.example|manager, north\r\n", "utf-8")

# Excel for Mac: CSV (Macintosh): lines end in a carriage return.
write("macintosh.csv", "email;name\ra@horizon.example;A\rb@horizon.example;B\r", "ascii")

book = openpyxl.Workbook()
book.properties.created = book.properties.modified = datetime.datetime(2027, 1, 1)
notes = book.active
notes.title = "Notes"
notes.sheet_state = "hidden"
notes["A1"] = "not the list"
staff = book.create_sheet("Effectif")
book.active = 1
staff["B2"] = ""
for row in [
    ["Prénom", "Nom", "Adresse e-mail", "Site", "Arrivée", "Temps", "Téléphone", "Cadre", "Heure"],
    ["Zoé", "Lefèvre", "zoe@horizon.example", "Lyon", datetime.date(2019, 3, 9), 0.8, 33612345678, True, datetime.time(8, 30)],
    [None, None, None, None, None, None, None, None, None],
    ["Bob", "Smith", "bob@horizon.example", "London", datetime.datetime(2020, 6, 1, 14, 5), 1, None, False, None],
    ["Eve", None, "eve at horizon.example", "Atlantis"],
    ["Zoé", "Lefèvre", "ZOE@horizon.example", "Lyon"],
]:
    staff.append(row)
ambassadors = book.create_sheet("Ambassadeurs")
ambassadors.append(["courriel", "équipe"])
ambassadors.append(["zoe@horizon.example", "Support"])
book.save(f"{HERE}/staff.xlsx")

deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
with open(f"{HERE}/repeated.deflate", "wb") as file:
    file.write(deflate.compress(b"email;name\n" * 1000) + deflate.flush())
