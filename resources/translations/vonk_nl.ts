<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="nl" sourcelanguage="en">
<context>
    <name>AboutSection</name>
    <message>
        <source>Change</source>
        <translation>Pas aan</translation>
    </message>
    <message>
        <source>Your experience</source>
        <translation>Jouw ervaring</translation>
    </message>
    <message>
        <source>People see this with it, so that they know whom they can trust.</source>
        <translation>Dit staat erbij, zodat collega’s weten op wie ze kunnen vertrouwen.</translation>
    </message>
    <message>
        <source>I use this every day</source>
        <translation>Ik gebruik dit elke dag</translation>
    </message>
    <message>
        <source>For whom</source>
        <translation>Voor wie</translation>
    </message>
    <message>
        <source>Nobody yet. It stays private until you choose.</source>
        <translation>Nog niemand. Het blijft van jou tot je kiest.</translation>
    </message>
</context>
<context>
    <name>AboutVonk</name>
    <message>
        <source>Version</source>
        <translation>Versie</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licentie</translation>
    </message>
    <message>
        <source>Free to use, to change and to pass on.</source>
        <translation>Vrij om te gebruiken, aan te passen en door te geven.</translation>
    </message>
    <message>
        <source>About Vonk</source>
        <translation>Over Vonk</translation>
    </message>
</context>
<context>
    <name>AdviceView</name>
    <message>
        <source>It is advice. You know your colleagues best.</source>
        <translation>Het is een advies. Jij kent je collega’s het best.</translation>
    </message>
    <message>
        <source>This fits best</source>
        <translation>Dit past het best</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Waarom?</translation>
    </message>
    <message>
        <source>How to build it up</source>
        <translation>Zo bouw je het op</translation>
    </message>
    <message>
        <source>Vonk cannot make this form yet.</source>
        <translation>Deze vorm kan Vonk nog niet maken.</translation>
    </message>
    <message>
        <source>The next best that it can make is: {format}.</source>
        <translation>Het beste wat wel kan is: {format}.</translation>
    </message>
    <message>
        <source>Go on with the clip</source>
        <translation>Ga verder met de clip</translation>
    </message>
    <message>
        <source>Record a clip</source>
        <translation>Neem een clip op</translation>
    </message>
    <message>
        <source>Write a tip</source>
        <translation>Schrijf een tip</translation>
    </message>
    <message>
        <source>Write a recommendation</source>
        <translation>Schrijf een aanrader</translation>
    </message>
    <message>
        <source>Not in this version yet</source>
        <translation>Nog niet in deze versie</translation>
    </message>
    <message>
        <source>Also good</source>
        <translation>Ook goed</translation>
    </message>
    <message>
        <source>Less suited</source>
        <translation>Minder geschikt</translation>
    </message>
</context>
<context>
    <name>AudiencePicker</name>
    <message>
        <source>Everyone</source>
        <translation>Iedereen</translation>
    </message>
    <message>
        <source>All colleagues, once a hub is there.</source>
        <translation>Alle collega’s, zodra er een hub is.</translation>
    </message>
    <message>
        <source>I choose later</source>
        <translation>Ik kies later</translation>
    </message>
    <message>
        <source>Who is this not for?</source>
        <translation>Voor wie is dit niet?</translation>
    </message>
    <message>
        <source>So that nobody wastes time on it. May stay empty.</source>
        <translation>Zo verspil je niemands tijd. Mag leeg blijven.</translation>
    </message>
    <message>
        <source>For whom</source>
        <translation>Voor wie</translation>
    </message>
    <message>
        <source>Must also work without sound or in another language</source>
        <translation>Moet ook zonder geluid of in een andere taal werken</translation>
    </message>
    <message>
        <source>How well do they know it?</source>
        <translation>Hoe goed kennen ze het?</translation>
    </message>
    <message>
        <source>New to it</source>
        <translation>Nieuw hiermee</translation>
    </message>
    <message>
        <source>Mixed</source>
        <translation>Gemengd</translation>
    </message>
    <message>
        <source>Experienced</source>
        <translation>Ervaren</translation>
    </message>
    <message>
        <source>Until then nobody sees it but you.</source>
        <translation>Tot dan ziet niemand het, behalve jij.</translation>
    </message>
    <message>
        <source>There are no teams to choose from yet.</source>
        <translation>Er zijn nog geen teams om uit te kiezen.</translation>
    </message>
    <message>
        <source>Teams come from your organisation&apos;s hub. Connect it in Settings to choose among them.</source>
        <translation>Teams komen van de hub van je organisatie. Verbind die in Instellingen om te kunnen kiezen.</translation>
    </message>
</context>
<context>
    <name>BinPage</name>
    <message>
        <source>Back to my learning moments</source>
        <translation>Terug naar mijn leermomenten</translation>
    </message>
    <message>
        <source>Empty the bin</source>
        <translation>Leeg de prullenbak</translation>
    </message>
    <message>
        <source>Bin</source>
        <translation>Prullenbak</translation>
    </message>
    <message>
        <source>What you throw away stays here for 30 days. After that it is deleted for good.</source>
        <translation>Wat je weggooit, blijft hier 30 dagen. Daarna wordt het definitief verwijderd.</translation>
    </message>
    <message>
        <source>The bin is empty</source>
        <translation>De prullenbak is leeg</translation>
    </message>
    <message>
        <source>What you throw away stays here for 30 days. Until then you can have it back.</source>
        <translation>Wat je weggooit, blijft hier 30 dagen. Tot dan kun je het terughalen.</translation>
    </message>
    <message numerus="yes">
        <source>%n more, not shown here.</source>
        <translation>
            <numerusform>Nog %n, niet hier getoond.</numerusform>
            <numerusform>Nog %n, niet hier getoond.</numerusform>
        </translation>
    </message>
    <message>
        <source>Without a title</source>
        <translation>Zonder titel</translation>
    </message>
    <message>
        <source>thrown away {when}, goes today</source>
        <translation>weggegooid {when}, gaat vandaag weg</translation>
    </message>
    <message>
        <source>thrown away {when}, goes on {day}</source>
        <translation>weggegooid {when}, gaat weg op {day}</translation>
    </message>
    <message>
        <source>Put back: {title}.</source>
        <translation>Teruggezet: {title}.</translation>
    </message>
    <message>
        <source>Delete “{title}” for good?</source>
        <translation>“{title}” definitief verwijderen?</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>Verwijder definitief</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Bewaar het</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n learning moment(s) for good?</source>
        <translation>
            <numerusform>%n leermoment definitief verwijderen?</numerusform>
            <numerusform>%n leermomenten definitief verwijderen?</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>Bewaar ze</translation>
    </message>
    <message>
        <source>The words, earlier versions and recordings are deleted from this computer. It cannot be undone.</source>
        <translation>De tekst, eerdere versies en opnamen worden van deze computer verwijderd. Dat is niet terug te draaien.</translation>
    </message>
    <message>
        <source>What is on the board stays there. Backups that were made before keep the words until newer ones take their place.</source>
        <translation>Wat op het leerbord staat, blijft daar. Reservekopieën van eerder houden de tekst tot nieuwere hun plaats innemen.</translation>
    </message>
    <message numerus="yes">
        <source>%n learning moment(s) deleted for good</source>
        <translation>
            <numerusform>%n leermoment definitief verwijderd</numerusform>
            <numerusform>%n leermomenten definitief verwijderd</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BinRow</name>
    <message>
        <source>Put back</source>
        <translation>Zet terug</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>Verwijder definitief</translation>
    </message>
</context>
<context>
    <name>CardPainter</name>
    <message>
        <source>If you…</source>
        <translation>Als je…</translation>
    </message>
</context>
<context>
    <name>ChangesAsked</name>
    <message>
        <source>Changes asked</source>
        <translation>Aanpassing gevraagd</translation>
    </message>
    <message>
        <source>{person} looked at it.</source>
        <translation>{person} heeft ernaar gekeken.</translation>
    </message>
    <message>
        <source>{score} of 4</source>
        <translation>{score} van 4</translation>
    </message>
</context>
<context>
    <name>ChannelForm</name>
    <message>
        <source>Next</source>
        <translation>Volgende</translation>
    </message>
    <message>
        <source>Keep this address</source>
        <translation>Bewaar dit adres</translation>
    </message>
    <message>
        <source>Add channel</source>
        <translation>Voeg kanaal toe</translation>
    </message>
    <message>
        <source>Another kind</source>
        <translation>Ander soort</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuleren</translation>
    </message>
    <message>
        <source>Where do you want to post?</source>
        <translation>Waar wil je plaatsen?</translation>
    </message>
    <message>
        <source>A new address for {channel}</source>
        <translation>Een nieuw adres voor {channel}</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Kies een map</translation>
    </message>
    <message>
        <source>What you call it. Only you see this.</source>
        <translation>Hoe jij het noemt. Alleen jij ziet dit.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Naam</translation>
    </message>
    <message>
        <source>Front desk</source>
        <translation>Balie</translation>
    </message>
    <message>
        <source>Fill this in.</source>
        <translation>Vul dit in.</translation>
    </message>
    <message>
        <source>A message with the text in one Slack channel. The clip stays with you.</source>
        <translation>Een bericht met de tekst in één Slack-kanaal. De clip blijft bij jou.</translation>
    </message>
    <message>
        <source>A message in Slack in which the clip itself plays.</source>
        <translation>Een bericht in Slack waarin de clip zelf speelt.</translation>
    </message>
    <message>
        <source>A card with the text in a Teams channel. The clip stays with you.</source>
        <translation>Een kaart met de tekst in een Teams-kanaal. De clip blijft bij jou.</translation>
    </message>
    <message>
        <source>All of it, clip included, in a folder you share: OneDrive, SharePoint, a drive.</source>
        <translation>Alles, ook de clip, in een map die je deelt: OneDrive, SharePoint, een schijf.</translation>
    </message>
    <message>
        <source>A signed message to another program: your intranet, a flow, a bot.</source>
        <translation>Een ondertekend bericht aan een ander programma: je intranet, een flow, een bot.</translation>
    </message>
    <message>
        <source>Address of the webhook</source>
        <translation>Adres van de webhook</translation>
    </message>
    <message>
        <source>Bot token</source>
        <translation>Bot-token</translation>
    </message>
    <message>
        <source>Channel ID</source>
        <translation>Kanaal-id</translation>
    </message>
    <message>
        <source>Address of the workflow</source>
        <translation>Adres van de werkstroom</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Map</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adres</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>Geheim</translation>
    </message>
    <message>
        <source>On api.slack.com/apps: your app, Incoming Webhooks, Add New Webhook, choose the channel, Copy. It is a secret: whoever has it can post there.</source>
        <translation>Op api.slack.com/apps: je app, Incoming Webhooks, Add New Webhook, kies het kanaal, Copy. Het is geheim: wie het heeft, kan daar plaatsen.</translation>
    </message>
    <message>
        <source>On api.slack.com/apps: your app, OAuth &amp; Permissions. It needs files:write and chat:write. Then invite the app in the channel.</source>
        <translation>Op api.slack.com/apps: je app, OAuth &amp; Permissions. Nodig zijn files:write en chat:write. Nodig de app daarna uit in het kanaal.</translation>
    </message>
    <message>
        <source>In Slack: click the channel&apos;s name; it stands at the bottom and begins with C.</source>
        <translation>In Slack: klik op de naam van het kanaal; het staat onderaan en begint met een C.</translation>
    </message>
    <message>
        <source>In Teams: the three dots at the channel, Workflows, “When a Teams webhook request is received”, and copy the address. It is a secret: whoever has it can post there.</source>
        <translation>In Teams: de drie puntjes bij het kanaal, Werkstromen, ‘When a Teams webhook request is received’, en kopieer het adres. Het is geheim: wie het heeft, kan daar plaatsen.</translation>
    </message>
    <message>
        <source>Everyone who can open it sees what you post. Each learning moment gets a folder of its own there.</source>
        <translation>Iedereen die erbij kan, ziet wat je plaatst. Elk leermoment krijgt daar een eigen map.</translation>
    </message>
    <message>
        <source>The program you post to gives it. It begins with https://.</source>
        <translation>Het programma waar je plaatst, geeft het. Het begint met https://.</translation>
    </message>
    <message>
        <source>That program gives it too, and knows by it that the message is yours. It begins with whsec_.</source>
        <translation>Ook dat geeft het programma; daaraan ziet het dat het bericht van jou is. Het begint met whsec_.</translation>
    </message>
</context>
<context>
    <name>ChannelRow</name>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Posts a message there that says it is a test.</source>
        <translation>Plaatst daar een bericht dat zegt dat het een test is.</translation>
    </message>
    <message>
        <source>New address</source>
        <translation>Nieuw adres</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Verwijder</translation>
    </message>
    <message>
        <source>Give the address</source>
        <translation>Geef het adres</translation>
    </message>
    <message>
        <source>Posting a test</source>
        <translation>Plaatst een test</translation>
    </message>
    <message>
        <source>Its address is not in your keyring. Give it once more; what waits goes then.</source>
        <translation>Het adres staat niet in je sleutelbos. Geef het nog eens; dan gaat wat wacht.</translation>
    </message>
    <message>
        <source>It works: the test is there.</source>
        <translation>Het werkt: de test staat er.</translation>
    </message>
    <message>
        <source>The channel took the test. Look there whether it shows; it does not tell.</source>
        <translation>Het kanaal nam de test aan. Kijk daar of hij er staat; dat zegt het niet.</translation>
    </message>
    <message>
        <source>The channel did not answer. Look whether the test is there.</source>
        <translation>Het kanaal antwoordde niet. Kijk of de test er staat.</translation>
    </message>
    <message>
        <source>The test was not posted.</source>
        <translation>De test is niet geplaatst.</translation>
    </message>
    <message>
        <source>The channel did not take the test.</source>
        <translation>Het kanaal nam de test niet aan.</translation>
    </message>
</context>
<context>
    <name>ChannelSettings</name>
    <message>
        <source>Where does your team talk?</source>
        <translation>Waar praat je team met elkaar?</translation>
    </message>
    <message>
        <source>Without a hub you can post what you make straight to where your team is. The message says that nobody has reviewed it.</source>
        <translation>Zonder hub kun je wat je maakt meteen plaatsen waar je team is. Het bericht zegt dat niemand het heeft nagekeken.</translation>
    </message>
    <message>
        <source>This computer has no keyring, so the address is known only until you quit Vonk.</source>
        <translation>Deze computer heeft geen sleutelbos. Het adres is bekend tot je Vonk afsluit.</translation>
    </message>
    <message>
        <source>The channel stays in the list. After a restart you give its address again.</source>
        <translation>Het kanaal blijft in de lijst. Na een herstart geef je het adres opnieuw.</translation>
    </message>
    <message>
        <source>Add a channel</source>
        <translation>Voeg een kanaal toe</translation>
    </message>
    <message>
        <source>Channels channel Slack Teams folder webhook post add test remove without a hub</source>
        <translation>Kanalen kanaal Slack Teams map webhook plaatsen toevoegen test verwijderen zonder hub</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Kanalen</translation>
    </message>
    <message>
        <source>Looking at it</source>
        <translation>Even kijken</translation>
    </message>
    <message>
        <source>The folder itself and all that is in it stay as they are.</source>
        <translation>De map zelf en alles wat erin staat, blijft zoals het is.</translation>
    </message>
    <message>
        <source>Remove {channel}?</source>
        <translation>{channel} verwijderen?</translation>
    </message>
    <message>
        <source>What you posted there stays there. What still waits for it is taken back.</source>
        <translation>Wat je daar plaatste, blijft er staan. Wat er nog op wacht, wordt teruggetrokken.</translation>
    </message>
    <message>
        <source>Its address is deleted from your keyring; to post there again you need it again.</source>
        <translation>Het adres verdwijnt uit je sleutelbos; om daar weer te plaatsen heb je het opnieuw nodig.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Verwijder</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Laat staan</translation>
    </message>
    <message>
        <source>The channel is kept. Test it to see whether it works.</source>
        <translation>Het kanaal is bewaard. Test het om te zien of het werkt.</translation>
    </message>
</context>
<context>
    <name>ClipForm</name>
    <message>
        <source>In one sentence: what can you do after this?</source>
        <translation>In één zin: wat kun je hierna?</translation>
    </message>
    <message>
        <source>with sound</source>
        <translation>met geluid</translation>
    </message>
    <message>
        <source>without sound</source>
        <translation>zonder geluid</translation>
    </message>
</context>
<context>
    <name>ClipPlayer</name>
    <message>
        <source>Clip</source>
        <translation>Clip</translation>
    </message>
</context>
<context>
    <name>Countdown</name>
    <message>
        <source>Countdown</source>
        <translation>Aftellen</translation>
    </message>
    <message>
        <source>Recording starts in a moment</source>
        <translation>Zo meteen begint de opname</translation>
    </message>
    <message>
        <source>Your first sentence: who is this for, and what can you do after it?</source>
        <translation>Je eerste zin: voor wie is dit, en wat kun je daarna?</translation>
    </message>
    <message>
        <source>Looking for the microphone</source>
        <translation>De microfoon wordt gezocht</translation>
    </message>
    <message>
        <source>Without sound</source>
        <translation>Zonder geluid</translation>
    </message>
    <message>
        <source>Start now</source>
        <translation>Begin nu</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuleren</translation>
    </message>
</context>
<context>
    <name>EditorPage</name>
    <message>
        <source>Ask for review</source>
        <translation>Vraag om beoordeling</translation>
    </message>
    <message>
        <source>Post to a channel</source>
        <translation>Plaats in een kanaal</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>Trek terug</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Sluiten</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Gooi weg</translation>
    </message>
    <message>
        <source>Earlier versions</source>
        <translation>Eerdere versies</translation>
    </message>
    <message>
        <source>One more look</source>
        <translation>Nog even kijken</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) needed before you can ask.</source>
        <translation>
            <numerusform>Er is nog %n ding nodig voordat je het kunt vragen.</numerusform>
            <numerusform>Er zijn nog %n dingen nodig voordat je het kunt vragen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hint(s): you may skip them.</source>
        <translation>
            <numerusform>%n hint: die mag je overslaan.</numerusform>
            <numerusform>%n hints: die mag je overslaan.</numerusform>
        </translation>
    </message>
    <message>
        <source>Asked for review. It is kept.</source>
        <translation>Om beoordeling gevraagd. Het is bewaard.</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Vraag opnieuw</translation>
    </message>
    <message>
        <source>Kept on this computer</source>
        <translation>Bewaard op deze computer</translation>
    </message>
    <message>
        <source>Keeping</source>
        <translation>Bewaren</translation>
    </message>
    <message>
        <source>Nothing to look at again. This is ready.</source>
        <translation>Geen aandachtspunten. Dit is klaar.</translation>
    </message>
</context>
<context>
    <name>Everything</name>
    <message>
        <source>Export everything…</source>
        <translation>Exporteer alles…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importeer…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Erase everything…</source>
        <translation>Wis alles…</translation>
    </message>
    <message>
        <source>Take everything with you</source>
        <translation>Neem alles mee</translation>
    </message>
    <message>
        <source>One file with all your learning moments, every version, recordings and what reviewers said, in open formats. No passwords are in it.</source>
        <translation>Eén bestand met al je leermomenten, elke versie, opnamen en wat beoordelaars zeiden, in open formaten. Er zitten geen wachtwoorden in.</translation>
    </message>
    <message>
        <source>export copy zip move another computer</source>
        <translation>exporteren kopie zip verhuizen andere computer</translation>
    </message>
    <message>
        <source>Take in an export</source>
        <translation>Haal een export binnen</translation>
    </message>
    <message>
        <source>It comes beside what is here. Nothing is overwritten, and nothing is sent.</source>
        <translation>Het komt naast wat er al is. Er wordt niets overschreven en niets verzonden.</translation>
    </message>
    <message>
        <source>import another computer</source>
        <translation>importeren andere computer</translation>
    </message>
    <message>
        <source>Erase everything</source>
        <translation>Wis alles</translation>
    </message>
    <message>
        <source>All of you on this computer, for good. What you handed in stays at the hub.</source>
        <translation>Alles van je op deze computer, voorgoed. Wat je inleverde, blijft op de hub.</translation>
    </message>
    <message>
        <source>delete remove privacy</source>
        <translation>verwijderen wissen privacy</translation>
    </message>
    <message>
        <source>All your data</source>
        <translation>Al je gegevens</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>Export everything</source>
        <translation>Exporteer alles</translation>
    </message>
    <message>
        <source>Zip file (*.zip)</source>
        <translation>Zipbestand (*.zip)</translation>
    </message>
    <message>
        <source>vonk-export.zip</source>
        <translation>vonk-export.zip</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importeer</translation>
    </message>
    <message numerus="yes">
        <source>%n learning moment(s)</source>
        <translation>
            <numerusform>%n leermoment</numerusform>
            <numerusform>%n leermomenten</numerusform>
        </translation>
    </message>
    <message>
        <source>{what}, {size}, in {path}.</source>
        <translation>{what}, {size}, in {path}.</translation>
    </message>
    <message numerus="yes">
        <source>%n recording(s) or picture(s) are no longer whole here.</source>
        <translation>
            <numerusform>%n opname of plaatje is hier niet meer heel.</numerusform>
            <numerusform>%n opnamen of plaatjes zijn hier niet meer heel.</numerusform>
        </translation>
    </message>
    <message>
        <source>New: {made}. Here already: {same}.</source>
        <translation>Nieuw: {made}. Was er al: {same}.</translation>
    </message>
    <message numerus="yes">
        <source>Of %n both versions were kept: open it to choose.</source>
        <translation>
            <numerusform>Van %n zijn beide versies bewaard: open het om te kiezen.</numerusform>
            <numerusform>Van %n zijn beide versies bewaard: open ze om te kiezen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of %n the imported version is among the earlier ones.</source>
        <translation>
            <numerusform>Van %n staat de geïmporteerde versie bij de eerdere.</numerusform>
            <numerusform>Van %n staan de geïmporteerde versies bij de eerdere.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waited to be sent there; here it is a draft, so that nothing is sent twice.</source>
        <translation>
            <numerusform>%n wachtte daar op verzending; hier is het een concept, zodat niets dubbel wordt verzonden.</numerusform>
            <numerusform>%n wachtten daar op verzending; hier zijn het concepten, zodat niets dubbel wordt verzonden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Erase everything of you on this computer?</source>
        <translation>Alles van je op deze computer wissen?</translation>
    </message>
    <message>
        <source>Learning moments with all versions, recordings, backups, settings: all of it, for good.</source>
        <translation>Leermomenten met alle versies, opnamen, reservekopieën, instellingen: alles, voorgoed.</translation>
    </message>
    <message>
        <source>What you handed in stays at the hub and in channels; ask there to have it erased.</source>
        <translation>Wat je inleverde, blijft op de hub en in kanalen; vraag daar of het weg kan.</translation>
    </message>
    <message>
        <source>Export everything first if you want to keep a copy.</source>
        <translation>Exporteer eerst alles als je een kopie wilt houden.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Ga verder</translation>
    </message>
    <message>
        <source>Keep everything</source>
        <translation>Bewaar alles</translation>
    </message>
    <message>
        <source>Vonk cannot erase its own files while it runs</source>
        <translation>Vonk kan zijn eigen bestanden niet wissen terwijl het draait</translation>
    </message>
    <message>
        <source>Quit Vonk in the menu of its icon, and type this in a terminal:</source>
        <translation>Sluit Vonk af in het menu van het pictogram en typ dit in een terminal:</translation>
    </message>
    <message>
        <source>It tells what goes and asks for a word. Only then everything is erased.</source>
        <translation>Het zegt wat er weggaat en vraagt om een woord. Pas dan wordt alles gewist.</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>Kopieer de opdracht</translation>
    </message>
</context>
<context>
    <name>Form</name>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Move a shift in the weekly planning</source>
        <translation>Diensten verplaatsen in de weekplanning</translation>
    </message>
</context>
<context>
    <name>FreshnessPicker</name>
    <message>
        <source>On {day} we ask you whether it is still right.</source>
        <translation>Op {day} vragen we je of het nog klopt.</translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <source>The components of Vonk</source>
        <translation>De bouwstenen van Vonk</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Letters</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Uit</translation>
    </message>
    <message>
        <source>Off too</source>
        <translation>Ook uit</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbind</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Wachtrij</translation>
    </message>
    <message>
        <source>Buttons</source>
        <translation>Knoppen</translation>
    </message>
    <message>
        <source>Ask for review</source>
        <translation>Vraag om beoordeling</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Opnemen</translation>
    </message>
    <message>
        <source>Keep as a draft</source>
        <translation>Bewaar als concept</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Sluiten</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Gooi weg</translation>
    </message>
    <message>
        <source>Help me choose</source>
        <translation>Help me kiezen</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>Klein</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Meer</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Link</translation>
    </message>
    <message>
        <source>Put https:// in front.</source>
        <translation>Zet er https:// voor.</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Not to be changed now</source>
        <translation>Nu niet aan te passen</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Velden</translation>
    </message>
    <message>
        <source>Begin with what one can do after it.</source>
        <translation>Begin met wat iemand hierna kan.</translation>
    </message>
    <message>
        <source>then do</source>
        <translation>doe dan</translation>
    </message>
    <message>
        <source>Search in titles</source>
        <translation>Zoek in titels</translation>
    </message>
    <message>
        <source>Paste a link</source>
        <translation>Plak een link</translation>
    </message>
    <message>
        <source>Watch it once</source>
        <translation>Eén keer bekijken</translation>
    </message>
    <message>
        <source>Then you get it</source>
        <translation>Dan snap je het</translation>
    </message>
    <message>
        <source>Do it along</source>
        <translation>Meedoen</translation>
    </message>
    <message>
        <source>With the other screen beside it</source>
        <translation>Met het andere scherm ernaast</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation>Concepten</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Microfoon</translation>
    </message>
    <message>
        <source>The system&apos;s microphone</source>
        <translation>De microfoon van het systeem</translation>
    </message>
    <message>
        <source>No sound</source>
        <translation>Geen geluid</translation>
    </message>
    <message>
        <source>New to it</source>
        <translation>Nieuw hiermee</translation>
    </message>
    <message>
        <source>Mixed</source>
        <translation>Gemengd</translation>
    </message>
    <message>
        <source>Experienced</source>
        <translation>Ervaren</translation>
    </message>
    <message>
        <source>Choosing</source>
        <translation>Kiezen</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Niveau</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>Clip</translation>
    </message>
    <message>
        <source>Player</source>
        <translation>Speler</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Verzenden</translation>
    </message>
    <message>
        <source>14 of 23 MB</source>
        <translation>14 van 23 MB</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Gepauzeerd</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Verzonden</translation>
    </message>
    <message>
        <source>Looking for the hub</source>
        <translation>De hub zoeken</translation>
    </message>
    <message>
        <source>Cut it off</source>
        <translation>Knip het eraf</translation>
    </message>
    <message>
        <source>Show a message</source>
        <translation>Toon een bericht</translation>
    </message>
    <message>
        <source>Discarded.</source>
        <translation>Weggegooid.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Maak ongedaan</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Berichten</translation>
    </message>
    <message>
        <source>The first 9 seconds are silent</source>
        <translation>De eerste 9 seconden zijn stil</translation>
    </message>
    <message>
        <source>People drop out.</source>
        <translation>Kijkers haken af.</translation>
    </message>
    <message>
        <source>Nothing to look at again. This is ready.</source>
        <translation>Geen aandachtspunten. Dit is klaar.</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>De schijf is vol</translation>
    </message>
    <message>
        <source>Your drafts are safe.</source>
        <translation>Je concepten zijn veilig.</translation>
    </message>
    <message>
        <source>You asked for review.</source>
        <translation>Je hebt om beoordeling gevraagd.</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>Geen netwerk</translation>
    </message>
    <message>
        <source>Everything is kept.</source>
        <translation>Alles is bewaard.</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Geluid</translation>
    </message>
    <message>
        <source>Question 3 of 5</source>
        <translation>Vraag 3 van 5</translation>
    </message>
    <message>
        <source>Nobody sees it yet</source>
        <translation>Nog niemand ziet het</translation>
    </message>
    <message>
        <source>Choose at least one team.</source>
        <translation>Kies minstens één team.</translation>
    </message>
    <message>
        <source>There is no summary</source>
        <translation>Er is geen samenvatting</translation>
    </message>
    <message>
        <source>One sentence at the end helps people remember.</source>
        <translation>Eén zin aan het eind helpt om te onthouden.</translation>
    </message>
    <message>
        <source>Speak a sentence</source>
        <translation>Spreek een zin in</translation>
    </message>
    <message>
        <source>Length and sound are fine</source>
        <translation>Lengte en geluid zijn goed</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Aandachtspunten</translation>
    </message>
    <message>
        <source>Help in person</source>
        <translation>Meekijken</translation>
    </message>
    <message>
        <source>Not in this version yet</source>
        <translation>Nog niet in deze versie</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Rijen</translation>
    </message>
    <message>
        <source>Tip</source>
        <translation>Tip</translation>
    </message>
    <message>
        <source>One trick, done in a minute</source>
        <translation>Eén handigheid, in een minuut klaar</translation>
    </message>
    <message>
        <source>A clip is too slow to follow along with or to look something up in.</source>
        <translation>Een clip is te traag om mee te doen of om iets in op te zoeken.</translation>
    </message>
    <message>
        <source>2 learning moments wait</source>
        <translation>2 leermomenten wachten</translation>
    </message>
    <message>
        <source>States and formats</source>
        <translation>Toestanden en vormen</translation>
    </message>
    <message>
        <source>What did you explain to somebody today?</source>
        <translation>Wat legde jij vandaag aan iemand uit?</translation>
    </message>
    <message>
        <source>Pass it on before you forget it.</source>
        <translation>Geef het door voordat je het vergeet.</translation>
    </message>
    <message>
        <source>Write your first tip</source>
        <translation>Maak je eerste tip</translation>
    </message>
    <message>
        <source>Open a window of its own</source>
        <translation>Open een eigen venster</translation>
    </message>
    <message>
        <source>Empty, and a window of its own</source>
        <translation>Leeg, en een eigen venster</translation>
    </message>
    <message>
        <source>Why does Vonk not start?</source>
        <translation>Waarom start Vonk niet?</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>Show every change</source>
        <translation>Toon elke wijziging</translation>
    </message>
    <message>
        <source>Show older ones</source>
        <translation>Toon oudere</translation>
    </message>
    <message>
        <source>There is no earlier version yet. Vonk keeps one at every change.</source>
        <translation>Er is nog geen eerdere versie. Vonk bewaart er een bij elke wijziging.</translation>
    </message>
    <message>
        <source>How it was</source>
        <translation>Zo was het</translation>
    </message>
    <message>
        <source>Use this version</source>
        <translation>Gebruik deze versie</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Sluiten</translation>
    </message>
    <message>
        <source>Earlier versions</source>
        <translation>Eerdere versies</translation>
    </message>
    <message>
        <source>You can look at this version. To use it, take your request for review back first.</source>
        <translation>Je kunt deze versie bekijken. Trek eerst je vraag om beoordeling terug als je haar wilt gebruiken.</translation>
    </message>
    <message>
        <source>You can look at this version. What is approved stays as it is.</source>
        <translation>Je kunt deze versie bekijken. Wat is goedgekeurd, blijft zoals het is.</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Nu</translation>
    </message>
    <message>
        <source>You asked for review of this one.</source>
        <translation>Hiervoor vroeg je beoordeling.</translation>
    </message>
    <message>
        <source>Different from now: {parts}</source>
        <translation>Anders dan nu: {parts}</translation>
    </message>
    <message>
        <source>The same as now</source>
        <translation>Hetzelfde als nu</translation>
    </message>
    <message>
        <source>the title</source>
        <translation>de titel</translation>
    </message>
    <message>
        <source>the text</source>
        <translation>de tekst</translation>
    </message>
    <message>
        <source>the recording</source>
        <translation>de opname</translation>
    </message>
    <message>
        <source>for whom</source>
        <translation>voor wie</translation>
    </message>
    <message>
        <source>your experience</source>
        <translation>jouw ervaring</translation>
    </message>
    <message>
        <source>how long it is right</source>
        <translation>hoe lang het klopt</translation>
    </message>
    <message>
        <source>This version is used again.</source>
        <translation>Deze versie is weer in gebruik.</translation>
    </message>
</context>
<context>
    <name>HotkeySettings</name>
    <message>
        <source>Hotkeys</source>
        <translation>Sneltoetsen</translation>
    </message>
    <message>
        <source>In whatever window you are: {record} records, and stops; {pause} pauses; {mark} begins a chapter; {tip} begins a tip.</source>
        <translation>In welk venster je ook bent: {record} neemt op, en stopt; {pause} pauzeert; {mark} begint een hoofdstuk; {tip} begint een tip.</translation>
    </message>
    <message>
        <source>keyboard shortcut keys</source>
        <translation>toetsenbord sneltoets toetsen</translation>
    </message>
    <message>
        <source>{keys}: another program uses these keys.</source>
        <translation>{keys}: een ander programma gebruikt deze toetsen.</translation>
    </message>
</context>
<context>
    <name>HubSettings</name>
    <message>
        <source>Hub address</source>
        <translation>Adres van de hub</translation>
    </message>
    <message>
        <source>Your organisation&apos;s Vonk page. Without it everything works, only sharing waits.</source>
        <translation>De pagina van Vonk in je organisatie. Zonder hub werkt alles, alleen delen wacht.</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbind</translation>
    </message>
    <message>
        <source>Hub address connect disconnect sign in account organisation</source>
        <translation>Hub adres verbinden verbreken aanmelden account organisatie</translation>
    </message>
    <message>
        <source>Tell me when there is news</source>
        <translation>Vertel het me als er nieuws is</translation>
    </message>
    <message>
        <source>When a curator asks for a change, and when something of yours is on the board. Never while you record.</source>
        <translation>Als een curator om een aanpassing vraagt, en als iets van jou op het leerbord staat. Nooit terwijl je opneemt.</translation>
    </message>
    <message>
        <source>news message notification tell me quiet</source>
        <translation>nieuws bericht melding vertel stil</translation>
    </message>
    <message>
        <source>Recordings on a paid connection</source>
        <translation>Opnamen op een betaalde verbinding</translation>
    </message>
    <message>
        <source>Sending speed</source>
        <translation>Verzendsnelheid</translation>
    </message>
    <message>
        <source>A limit leaves room for a call.</source>
        <translation>Een limiet laat ruimte voor een gesprek.</translation>
    </message>
    <message>
        <source>upload speed bandwidth limit slow</source>
        <translation>upload snelheid bandbreedte limiet traag</translation>
    </message>
    <message>
        <source>Off: on a phone&apos;s hotspot only texts go, and recordings wait.</source>
        <translation>Uit: via de hotspot van een telefoon gaan alleen teksten, en opnamen wachten.</translation>
    </message>
    <message>
        <source>metered mobile hotspot data roaming</source>
        <translation>betaald mobiel hotspot data roaming</translation>
    </message>
    <message>
        <source>Hub and account</source>
        <translation>Hub en account</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Verzenden</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Berichten</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>Geen limiet</translation>
    </message>
    <message>
        <source>2 MB a second</source>
        <translation>2 MB per seconde</translation>
    </message>
    <message>
        <source>500 kB a second</source>
        <translation>500 kB per seconde</translation>
    </message>
    <message>
        <source>100 kB a second</source>
        <translation>100 kB per seconde</translation>
    </message>
    <message>
        <source>Looking for the hub</source>
        <translation>De hub zoeken</translation>
    </message>
    <message>
        <source>Connected with {hub}</source>
        <translation>Verbonden met {hub}</translation>
    </message>
    <message>
        <source>Connected with {hub} as {person}</source>
        <translation>Verbonden met {hub} als {person}</translation>
    </message>
    <message>
        <source>As {person}</source>
        <translation>Als {person}</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>Verbreek de verbinding</translation>
    </message>
    <message>
        <source>This computer has no keyring, so the sign-in is kept only until you quit Vonk.</source>
        <translation>Deze computer heeft geen sleutelbos. Je aanmelding blijft daarom alleen bewaard tot je Vonk afsluit.</translation>
    </message>
    <message>
        <source>Your work stays. After a restart you connect again.</source>
        <translation>Je werk blijft. Na een herstart verbind je opnieuw.</translation>
    </message>
    <message>
        <source>Code {code}</source>
        <translation>Code {code}</translation>
    </message>
    <message>
        <source>Open the page</source>
        <translation>Open de pagina</translation>
    </message>
    <message>
        <source>Do you see this code in your browser?</source>
        <translation>Zie je deze code in je browser?</translation>
    </message>
    <message>
        <source>Then allow it there. This page goes on by itself.</source>
        <translation>Sta het daar dan toe. Deze pagina gaat vanzelf verder.</translation>
    </message>
    <message>
        <source>It works until {time}.</source>
        <translation>De code werkt tot {time}.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuleren</translation>
    </message>
    <message>
        <source>Fill in the address of your hub.</source>
        <translation>Vul het adres van je hub in.</translation>
    </message>
    <message>
        <source>Put https:// in front.</source>
        <translation>Zet er https:// voor.</translation>
    </message>
</context>
<context>
    <name>Launcher</name>
    <message>
        <source>Pass something on</source>
        <translation>Iets doorgeven</translation>
    </message>
    <message>
        <source>Paste a link</source>
        <translation>Plak een link</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Opnemen</translation>
    </message>
    <message>
        <source>The whole screen, with your voice</source>
        <translation>Het hele scherm, met je stem</translation>
    </message>
    <message>
        <source>What do you want to pass on?</source>
        <translation>Wat wil je doorgeven?</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Instellingen</translation>
    </message>
    <message>
        <source>Tip</source>
        <translation>Tip</translation>
    </message>
    <message>
        <source>One trick, done in a minute</source>
        <translation>Eén handigheid, in een minuut klaar</translation>
    </message>
    <message>
        <source>Recommendation</source>
        <translation>Aanrader</translation>
    </message>
    <message>
        <source>Something good that is there already</source>
        <translation>Iets goeds dat er al is</translation>
    </message>
    <message>
        <source>Help me choose</source>
        <translation>Help me kiezen</translation>
    </message>
    <message>
        <source>One window, with your voice</source>
        <translation>Eén venster, met je stem</translation>
    </message>
    <message>
        <source>A part of the screen, with your voice</source>
        <translation>Een deel van het scherm, met je stem</translation>
    </message>
    <message numerus="yes">
        <source>%n more ask(s) something of you</source>
        <translation>
            <numerusform>Nog %n leermoment vraagt iets van je</numerusform>
            <numerusform>Nog %n leermomenten vragen iets van je</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n learning moment(s) wait(s)</source>
        <translation>
            <numerusform>%n leermoment wacht</numerusform>
            <numerusform>%n leermomenten wachten</numerusform>
        </translation>
    </message>
    <message>
        <source>Open Vonk</source>
        <translation>Open Vonk</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>Search in titles</source>
        <translation>Zoek in titels</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Openen</translation>
    </message>
    <message>
        <source>Show on the board</source>
        <translation>Bekijk op het leerbord</translation>
    </message>
    <message>
        <source>As cards</source>
        <translation>Als kaarten</translation>
    </message>
    <message>
        <source>As a list</source>
        <translation>Als lijst</translation>
    </message>
    <message>
        <source>Bin</source>
        <translation>Prullenbak</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation>Concepten</translation>
    </message>
    <message>
        <source>On the way</source>
        <translation>Onderweg</translation>
    </message>
    <message>
        <source>On the board</source>
        <translation>Op het leerbord</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Vorm</translation>
    </message>
    <message>
        <source>All formats</source>
        <translation>Alle vormen</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Volgorde</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Nieuwste eerst</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Oudste eerst</translation>
    </message>
    <message>
        <source>By title</source>
        <translation>Op titel</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Gooi weg</translation>
    </message>
    <message>
        <source>Nothing of this is here</source>
        <translation>Hier is niets van te vinden</translation>
    </message>
    <message>
        <source>Vonk looks in the titles, within the states and the format you chose above.</source>
        <translation>Vonk zoekt in de titels, binnen de toestanden en de vorm die je hierboven koos.</translation>
    </message>
    <message>
        <source>Show everything again</source>
        <translation>Toon alles weer</translation>
    </message>
    <message numerus="yes">
        <source>%n learning moment found</source>
        <translation>
            <numerusform>%n leermoment gevonden</numerusform>
            <numerusform>%n leermomenten gevonden</numerusform>
        </translation>
    </message>
    <message>
        <source>Bin ({number})</source>
        <translation>Prullenbak ({number})</translation>
    </message>
    <message>
        <source>My learning moments</source>
        <translation>Mijn leermomenten</translation>
    </message>
    <message>
        <source>What did you explain to somebody today?</source>
        <translation>Wat legde jij vandaag aan iemand uit?</translation>
    </message>
    <message>
        <source>Pass it on before you forget it. A tip takes a minute and is visible only when you want it.</source>
        <translation>Geef het door voordat je het vergeet. Een tip kost een minuut en is pas zichtbaar als jij dat wilt.</translation>
    </message>
    <message>
        <source>Write your first tip</source>
        <translation>Maak je eerste tip</translation>
    </message>
    <message>
        <source>Record something</source>
        <translation>Neem iets op</translation>
    </message>
</context>
<context>
    <name>LibraryPresenter</name>
    <message>
        <source>Clip without a title</source>
        <translation>Clip zonder titel</translation>
    </message>
    <message>
        <source>Tip without a title</source>
        <translation>Tip zonder titel</translation>
    </message>
    <message>
        <source>Without a title</source>
        <translation>Zonder titel</translation>
    </message>
</context>
<context>
    <name>LookSettings</name>
    <message>
        <source>Language</source>
        <translation>Taal</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Zoals het systeem</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Licht</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Donker</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Uiterlijk</translation>
    </message>
    <message>
        <source>Start Vonk when I sign in</source>
        <translation>Start Vonk als ik me aanmeld</translation>
    </message>
    <message>
        <source>Of the windows. What you write stays as it is.</source>
        <translation>Van de vensters. Wat je schrijft, blijft zoals het is.</translation>
    </message>
    <message>
        <source>What you record does not change with it.</source>
        <translation>Wat je opneemt, verandert er niet door.</translation>
    </message>
    <message>
        <source>Then the spark is in the tray when you need it.</source>
        <translation>Dan staat de vonk in het systeemvak als je die nodig hebt.</translation>
    </message>
    <message>
        <source>autostart login boot</source>
        <translation>automatisch starten inloggen opstarten</translation>
    </message>
    <message>
        <source>Language and look</source>
        <translation>Taal en uiterlijk</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Understood</source>
        <translation>Begrepen</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>Toon de map</translation>
    </message>
    <message>
        <source>No hub yet. Everything is kept on this computer.</source>
        <translation>Nog geen hub. Alles is bewaard op deze computer.</translation>
    </message>
    <message>
        <source>Nothing is sent to this hub. The outbox says why.</source>
        <translation>Naar deze hub gaat niets. De wachtrij zegt waarom.</translation>
    </message>
    <message>
        <source>This network asks you to sign in first. Everything is kept.</source>
        <translation>Dit netwerk vraagt je eerst in te loggen. Alles is bewaard.</translation>
    </message>
    <message>
        <source>The hub does not answer. Everything is kept.</source>
        <translation>De hub antwoordt niet. Alles is bewaard.</translation>
    </message>
    <message>
        <source>No network. Everything is kept.</source>
        <translation>Geen netwerk. Alles is bewaard.</translation>
    </message>
    <message>
        <source>Connect again in Settings. Everything is kept.</source>
        <translation>Verbind opnieuw in Instellingen. Alles is bewaard.</translation>
    </message>
</context>
<context>
    <name>MicrophoneTest</name>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Play it back</source>
        <translation>Speel het af</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>We hear you.</source>
        <translation>We horen je.</translation>
    </message>
    <message>
        <source>Nothing is heard. Is the microphone muted, or is another one in use?</source>
        <translation>Er is niets te horen. Staat de microfoon uit, of gebruik je een andere?</translation>
    </message>
    <message>
        <source>There is no microphone. Connect one, or record without sound.</source>
        <translation>Er is geen microfoon. Sluit er een aan, of neem op zonder geluid.</translation>
    </message>
    <message>
        <source>Say something.</source>
        <translation>Zeg iets.</translation>
    </message>
    <message>
        <source>The microphone is opened.</source>
        <translation>De microfoon gaat open.</translation>
    </message>
</context>
<context>
    <name>NewsTeller</name>
    <message>
        <source>Open</source>
        <translation>Openen</translation>
    </message>
    <message numerus="yes">
        <source>%n learning moments have news</source>
        <translation>
            <numerusform>%n leermoment heeft nieuws</numerusform>
            <numerusform>%n leermomenten hebben nieuws</numerusform>
        </translation>
    </message>
    <message>
        <source>On the board</source>
        <translation>Op het leerbord</translation>
    </message>
    <message>
        <source>A change is asked</source>
        <translation>Er is om een aanpassing gevraagd</translation>
    </message>
</context>
<context>
    <name>OutboxLine</name>
    <message>
        <source>Sent</source>
        <translation>Verzonden</translation>
    </message>
</context>
<context>
    <name>OutboxPage</name>
    <message>
        <source>Try now</source>
        <translation>Probeer nu</translation>
    </message>
    <message>
        <source>This asks something of you</source>
        <translation>Dit vraagt iets van je</translation>
    </message>
    <message>
        <source>Goes by itself</source>
        <translation>Gaat vanzelf</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Wachtrij</translation>
    </message>
    <message>
        <source>Nothing waits. Everything is where it should be.</source>
        <translation>Er wacht niets. Alles is waar het moet zijn.</translation>
    </message>
    <message>
        <source>What you ask review for stands here until it is on the board.</source>
        <translation>Waarvoor je om beoordeling vraagt, staat hier tot het op het leerbord staat.</translation>
    </message>
    <message>
        <source>The hub cannot be reached</source>
        <translation>De hub is niet bereikbaar</translation>
    </message>
    <message>
        <source>The hub cannot be reached since {time}</source>
        <translation>De hub is niet bereikbaar sinds {time}</translation>
    </message>
    <message>
        <source>Your work is safe on this computer. Vonk sends it by itself, once, as soon as it can.</source>
        <translation>Je werk staat veilig op deze computer. Vonk verzendt het vanzelf, één keer, zodra het kan.</translation>
    </message>
    <message>
        <source>Recordings wait for a connection without a limit</source>
        <translation>Opnamen wachten op een verbinding zonder limiet</translation>
    </message>
    <message>
        <source>This one is paid by the byte. Texts go. You can change it in Settings, Hub and account.</source>
        <translation>Deze verbinding betaal je per byte. Teksten gaan wel. Je kunt dat veranderen bij Instellingen, Hub en account.</translation>
    </message>
    <message>
        <source>Posted in channels</source>
        <translation>Geplaatst in kanalen</translation>
    </message>
    <message>
        <source>No network since {time}</source>
        <translation>Geen netwerk sinds {time}</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>Geen netwerk</translation>
    </message>
    <message>
        <source>This network asks you to sign in first</source>
        <translation>Dit netwerk vraagt je om eerst in te loggen</translation>
    </message>
    <message>
        <source>Open any page in your browser and sign in there.</source>
        <translation>Open een willekeurige pagina in je browser en log daar in.</translation>
    </message>
    <message>
        <source>The hub does not answer since {time}</source>
        <translation>De hub antwoordt niet sinds {time}</translation>
    </message>
    <message>
        <source>The hub does not answer</source>
        <translation>De hub antwoordt niet</translation>
    </message>
    <message>
        <source>Your network works; it is the hub that is down or busy.</source>
        <translation>Je netwerk doet het; de hub ligt eruit of is druk.</translation>
    </message>
    <message>
        <source>The hub asks you to connect again</source>
        <translation>De hub vraagt je om opnieuw te verbinden</translation>
    </message>
    <message>
        <source>Your work is safe on this computer. It is sent once you are connected.</source>
        <translation>Je werk staat veilig op deze computer. Het wordt verzonden zodra je verbonden bent.</translation>
    </message>
    <message>
        <source>Connect again</source>
        <translation>Verbind opnieuw</translation>
    </message>
    <message numerus="yes">
        <source>%n more, not shown here. They stand in My learning moments.</source>
        <translation>
            <numerusform>Nog %n, die staat hier niet bij. Je vindt hem in Mijn leermomenten.</numerusform>
            <numerusform>Nog %n, die staan hier niet bij. Je vindt ze in Mijn leermomenten.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutboxRow</name>
    <message>
        <source>Change it</source>
        <translation>Pas het aan</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Kiezen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pauzeren</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Verdergaan</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Verzend opnieuw</translation>
    </message>
    <message>
        <source>Show on the board</source>
        <translation>Bekijk op het leerbord</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>Trek terug</translation>
    </message>
    <message>
        <source>The hub did not answer in time. It may have arrived.</source>
        <translation>De hub antwoordde niet op tijd. Misschien is het aangekomen.</translation>
    </message>
    <message>
        <source>The hub did not take it. Your work is safe on this computer.</source>
        <translation>De hub nam het niet aan. Je werk staat veilig op deze computer.</translation>
    </message>
    <message>
        <source>Kept on this computer. It goes by itself once a hub is connected.</source>
        <translation>Bewaard op deze computer. Het gaat vanzelf zodra er een hub verbonden is.</translation>
    </message>
    <message>
        <source>You changed it on another computer too. Both versions are safe; choose one.</source>
        <translation>Je veranderde het ook op een andere computer. Beide versies zijn veilig; kies er een.</translation>
    </message>
    <message>
        <source>The hub makes it ready for the board.</source>
        <translation>De hub maakt het klaar voor het leerbord.</translation>
    </message>
    <message>
        <source>The channel took the message. It does not tell whether it shows there.</source>
        <translation>Het kanaal nam het bericht aan. Het zegt niet of het daar te zien is.</translation>
    </message>
    <message>
        <source>The reviewer asks for a change. Open it to read which.</source>
        <translation>De beoordelaar vraagt om een aanpassing. Open het om te lezen welke.</translation>
    </message>
    <message>
        <source>Reviewer: “{words}”</source>
        <translation>Beoordelaar: “{words}”</translation>
    </message>
    <message>
        <source>A reviewer looks at it.</source>
        <translation>Een beoordelaar kijkt ernaar.</translation>
    </message>
    <message>
        <source>Review asked for {when}.</source>
        <translation>Om beoordeling gevraagd: {when}.</translation>
    </message>
    <message>
        <source>You paused it. It is safe here and goes on when you say so.</source>
        <translation>Je hebt het gepauzeerd. Het is hier veilig en gaat verder als jij dat zegt.</translation>
    </message>
    <message>
        <source>{sent} of {total} is at the hub already.</source>
        <translation>{sent} van {total} is al bij de hub.</translation>
    </message>
    <message>
        <source>{told} {rate} a second, {left} left.</source>
        <translation>{told} {rate} per seconde, nog {left}.</translation>
    </message>
    <message>
        <source>On its way to the hub.</source>
        <translation>Onderweg naar de hub.</translation>
    </message>
    <message>
        <source>It goes once you have connected with the hub again.</source>
        <translation>Het gaat zodra je weer met de hub verbonden bent.</translation>
    </message>
    <message>
        <source>It goes by itself as soon as the hub can be reached.</source>
        <translation>Het gaat vanzelf zodra de hub bereikbaar is.</translation>
    </message>
</context>
<context>
    <name>PickerOverlay</name>
    <message>
        <source>Choose the part that is recorded</source>
        <translation>Kies het deel dat wordt opgenomen</translation>
    </message>
    <message>
        <source>{size} · exactly the window {name}</source>
        <translation>{size} · precies het venster {name}</translation>
    </message>
    <message>
        <source>Draw the part, or click a window</source>
        <translation>Teken het deel, of klik een venster aan</translation>
    </message>
    <message>
        <source>Choose this part</source>
        <translation>Kies dit deel</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuleren</translation>
    </message>
    <message>
        <source>move</source>
        <translation>verplaatsen</translation>
    </message>
    <message>
        <source>further</source>
        <translation>verder</translation>
    </message>
    <message>
        <source>larger or smaller</source>
        <translation>groter of kleiner</translation>
    </message>
    <message>
        <source>next window</source>
        <translation>volgend venster</translation>
    </message>
</context>
<context>
    <name>PlayerShell</name>
    <message>
        <source>Play</source>
        <translation>Afspelen</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Plaats in de clip</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Zet geluid uit</translation>
    </message>
    <message>
        <source>Large</source>
        <translation>Maak groot</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pauze</translation>
    </message>
    <message>
        <source>Sound on</source>
        <translation>Zet geluid aan</translation>
    </message>
    <message>
        <source>Speed {speed}</source>
        <translation>Snelheid {speed}</translation>
    </message>
</context>
<context>
    <name>PostLine</name>
    <message>
        <source>Without a title</source>
        <translation>Zonder titel</translation>
    </message>
    <message>
        <source>It is there</source>
        <translation>Het staat er</translation>
    </message>
    <message>
        <source>Post again</source>
        <translation>Plaats opnieuw</translation>
    </message>
    <message>
        <source>Give the address</source>
        <translation>Geef het adres</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>Trek terug</translation>
    </message>
    <message>
        <source>Is the message there already?</source>
        <translation>Staat het bericht er al?</translation>
    </message>
    <message>
        <source>The channel did not take it. Your work is safe on this computer.</source>
        <translation>Het kanaal nam het niet aan. Je werk staat veilig op deze computer.</translation>
    </message>
    <message>
        <source>Being posted now.</source>
        <translation>Wordt nu geplaatst.</translation>
    </message>
    <message>
        <source>Posted {when}.</source>
        <translation>Geplaatst {when}.</translation>
    </message>
    <message>
        <source>The channel took it {when}. It does not tell whether it shows there.</source>
        <translation>Het kanaal nam het {when} aan. Of het er ook staat, zegt het niet.</translation>
    </message>
    <message>
        <source>It is posted by itself as soon as there is a network.</source>
        <translation>Het wordt vanzelf geplaatst zodra er netwerk is.</translation>
    </message>
</context>
<context>
    <name>PostQuestion</name>
    <message>
        <source>Post to a channel</source>
        <translation>Plaats in een kanaal</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuleren</translation>
    </message>
    <message>
        <source>Post</source>
        <translation>Plaats</translation>
    </message>
    <message>
        <source>What is posted</source>
        <translation>Wat je plaatst</translation>
    </message>
    <message>
        <source>Where?</source>
        <translation>Waar?</translation>
    </message>
    <message>
        <source>Add a channel</source>
        <translation>Voeg een kanaal toe</translation>
    </message>
    <message>
        <source>Do you confirm it yourself?</source>
        <translation>Kun jij dit zelf bevestigen?</translation>
    </message>
    <message>
        <source>The message says “not reviewed”, as no curator has looked at it.</source>
        <translation>Het bericht zegt ‘niet nagekeken’, want geen curator heeft ernaar gekeken.</translation>
    </message>
    <message>
        <source>It is posted once, and cannot be called back from here.</source>
        <translation>Het wordt één keer geplaatst en is hier niet terug te halen.</translation>
    </message>
    <message>
        <source>Needed first: {what}</source>
        <translation>Eerst nodig: {what}</translation>
    </message>
    <message>
        <source>You have no channel yet. Add one first.</source>
        <translation>Je hebt nog geen kanaal. Voeg er eerst een toe.</translation>
    </message>
    <message>
        <source>You posted this version to every channel already. The outbox says how it went.</source>
        <translation>Je plaatste deze versie al in elk kanaal. De wachtrij zegt hoe het ging.</translation>
    </message>
    <message>
        <source>Choose where to post it.</source>
        <translation>Kies waar je het plaatst.</translation>
    </message>
    <message>
        <source>Confirm all three questions to post it.</source>
        <translation>Bevestig alle drie de vragen om het te plaatsen.</translation>
    </message>
    <message>
        <source>Some of these channels take text only. The message says that the rest is with you.</source>
        <translation>Niet elk van deze kanalen neemt meer dan tekst aan. Het bericht zegt dat de rest bij jou is.</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>This is how your team sees it</source>
        <translation>Zo ziet je team het</translation>
    </message>
    <message>
        <source>Without a title</source>
        <translation>Zonder titel</translation>
    </message>
    <message>
        <source>Clip of {length}</source>
        <translation>Clip van {length}</translation>
    </message>
    <message>
        <source>No goal yet</source>
        <translation>Nog geen doel</translation>
    </message>
    <message>
        <source>Nothing filled in yet</source>
        <translation>Nog niets ingevuld</translation>
    </message>
    <message>
        <source>If you… then do… so that…</source>
        <translation>Als je… doe dan… zo…</translation>
    </message>
    <message>
        <source>If you {situation},</source>
        <translation>Als je {situation},</translation>
    </message>
    <message>
        <source>{first} so that {gain}.</source>
        <translation>{first}. Zo {gain}.</translation>
    </message>
    <message>
        <source>You: “{experience}”</source>
        <translation>Jij: “{experience}”</translation>
    </message>
    <message>
        <source>valid until {day}</source>
        <translation>geldig tot {day}</translation>
    </message>
    <message>
        <source>Not reviewed yet</source>
        <translation>Nog niet beoordeeld</translation>
    </message>
</context>
<context>
    <name>ReachCard</name>
    <message>
        <source>You reach</source>
        <translation>Je bereikt</translation>
    </message>
    <message>
        <source>nobody yet</source>
        <translation>nog niemand</translation>
    </message>
    <message numerus="yes">
        <source>in %n team. Nobody else sees it.</source>
        <translation>
            <numerusform>in %n team. Verder ziet niemand het.</numerusform>
            <numerusform>in %n teams. Verder ziet niemand het.</numerusform>
        </translation>
    </message>
    <message>
        <source>It stays private until you choose.</source>
        <translation>Het blijft van jou tot je kiest.</translation>
    </message>
    <message>
        <source>{people} of {all} colleagues</source>
        <translation>{people} van {all} collega’s</translation>
    </message>
</context>
<context>
    <name>ReadingForm</name>
    <message>
        <source>This form can be read here, not changed yet.</source>
        <translation>Deze vorm kun je hier lezen, nog niet aanpassen.</translation>
    </message>
</context>
<context>
    <name>RecommendationForm</name>
    <message>
        <source>Link</source>
        <translation>Link</translation>
    </message>
    <message>
        <source>Why this one?</source>
        <translation>Waarom deze?</translation>
    </message>
    <message>
        <source>What did it change in your own work?</source>
        <translation>Wat veranderde het in je eigen werk?</translation>
    </message>
    <message>
        <source>Which part?</source>
        <translation>Welk deel?</translation>
    </message>
    <message>
        <source>from 2:10 to 6:30</source>
        <translation>van 2:10 tot 6:30</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>How long does it take?</source>
        <translation>Hoelang duurt het?</translation>
    </message>
</context>
<context>
    <name>RecorderBar</name>
    <message>
        <source>Recording</source>
        <translation>Opname</translation>
    </message>
    <message>
        <source>Recorded time</source>
        <translation>Opgenomen tijd</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pauze</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>Markeer</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Gooi weg</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Ga verder</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Begint</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Gepauzeerd</translation>
    </message>
    <message>
        <source>Finishing the file</source>
        <translation>Bestand afmaken</translation>
    </message>
    <message>
        <source>Keeping the clip</source>
        <translation>Clip bewaren</translation>
    </message>
</context>
<context>
    <name>RecordingScene</name>
    <message>
        <source>Recording stopped. It is kept.</source>
        <translation>Opname gestopt. Hij is bewaard.</translation>
    </message>
    <message>
        <source>Chapter {number} at {time}</source>
        <translation>Hoofdstuk {number} op {time}</translation>
    </message>
</context>
<context>
    <name>RecordingSettings</name>
    <message>
        <source>Microphone</source>
        <translation>Microfoon</translation>
    </message>
    <message>
        <source>Countdown</source>
        <translation>Aftellen</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Licht</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>In balans</translation>
    </message>
    <message>
        <source>Small file</source>
        <translation>Klein bestand</translation>
    </message>
    <message>
        <source>Size and speed</source>
        <translation>Grootte en snelheid</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Geluid</translation>
    </message>
    <message>
        <source>Without one, Vonk records without sound.</source>
        <translation>Zonder microfoon neemt Vonk op zonder geluid.</translation>
    </message>
    <message>
        <source>voice headset mute</source>
        <translation>stem koptelefoon headset dempen</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Less noise</source>
        <translation>Minder ruis</translation>
    </message>
    <message>
        <source>Speak, and see whether you are heard. Nothing of it is kept.</source>
        <translation>Praat, en kijk of je te horen bent. Er wordt niets van bewaard.</translation>
    </message>
    <message>
        <source>level silence</source>
        <translation>niveau stilte</translation>
    </message>
    <message>
        <source>Turns down what goes on all the time, such as a fan.</source>
        <translation>Maakt zachter wat steeds doorgaat, zoals een ventilator.</translation>
    </message>
    <message>
        <source>noise reduction hiss hum fan</source>
        <translation>ruisonderdrukking ruis brom ventilator</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Beeld</translation>
    </message>
    <message>
        <source>What is recorded</source>
        <translation>Wat wordt opgenomen</translation>
    </message>
    <message>
        <source>Record starts with this at once.</source>
        <translation>Opnemen begint hier meteen mee.</translation>
    </message>
    <message>
        <source>screen window part region monitor</source>
        <translation>scherm venster deel gebied monitor</translation>
    </message>
    <message>
        <source>A moment to breathe before you begin.</source>
        <translation>Even ademhalen voor je begint.</translation>
    </message>
    <message>
        <source>Light asks least of this computer. A small file is sent sooner.</source>
        <translation>Licht vraagt het minst van deze computer. Een klein bestand is eerder verzonden.</translation>
    </message>
    <message>
        <source>quality profile</source>
        <translation>kwaliteit profiel</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Opnemen</translation>
    </message>
    <message>
        <source>The system&apos;s microphone</source>
        <translation>De microfoon van het systeem</translation>
    </message>
    <message>
        <source>No sound</source>
        <translation>Geen geluid</translation>
    </message>
    <message>
        <source>{name} (not connected)</source>
        <translation>{name} (niet aangesloten)</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{seconds} seconds</source>
        <translation>{seconds} seconden</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Geen</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Search in settings</source>
        <translation>Zoek in instellingen</translation>
    </message>
    <message>
        <source>No setting has these words.</source>
        <translation>Geen instelling heeft deze woorden.</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Opnemen</translation>
    </message>
    <message>
        <source>Language and look</source>
        <translation>Taal en uiterlijk</translation>
    </message>
    <message>
        <source>Hub and account</source>
        <translation>Hub en account</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Kanalen</translation>
    </message>
    <message>
        <source>About you</source>
        <translation>Over jou</translation>
    </message>
    <message>
        <source>Your data</source>
        <translation>Je gegevens</translation>
    </message>
    <message>
        <source>About Vonk</source>
        <translation>Over Vonk</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>Asked for review. It goes to the hub as soon as one is connected.</source>
        <translation>Om beoordeling gevraagd. Het gaat naar de hub zodra er een verbonden is.</translation>
    </message>
    <message>
        <source>Asked for review. It is sent by itself when there is a network.</source>
        <translation>Om beoordeling gevraagd. Het wordt vanzelf verzonden zodra er netwerk is.</translation>
    </message>
    <message>
        <source>Asked for review. It is sent now, or as soon as there is a network.</source>
        <translation>Om beoordeling gevraagd. Het gaat nu weg, of zodra er netwerk is.</translation>
    </message>
    <message>
        <source>Discarded: {title}.</source>
        <translation>Weggegooid: {title}.</translation>
    </message>
    <message>
        <source>Discarded.</source>
        <translation>Weggegooid.</translation>
    </message>
    <message>
        <source>It is in the bin for 30 days.</source>
        <translation>Het ligt 30 dagen in de prullenbak.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Maak ongedaan</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Pass something on</source>
        <translation>Iets doorgeven</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Opnemen</translation>
    </message>
    <message>
        <source>My learning moments</source>
        <translation>Mijn leermomenten</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Wachtrij</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Instellingen</translation>
    </message>
    <message>
        <source>Open the board</source>
        <translation>Leerbord openen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Afsluiten</translation>
    </message>
</context>
<context>
    <name>SourceChoice</name>
    <message>
        <source>Screen</source>
        <translation>Scherm</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Venster</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Deel</translation>
    </message>
    <message>
        <source>What is recorded</source>
        <translation>Wat wordt opgenomen</translation>
    </message>
    <message>
        <source>Which screen</source>
        <translation>Welk scherm</translation>
    </message>
    <message>
        <source>Which window</source>
        <translation>Welk venster</translation>
    </message>
    <message>
        <source>No other window is open.</source>
        <translation>Er is geen ander venster open.</translation>
    </message>
    <message>
        <source>Choose the part</source>
        <translation>Kies het deel</translation>
    </message>
    <message>
        <source>{name} (not open)</source>
        <translation>{name} (niet open)</translation>
    </message>
    <message>
        <source>Choose another part</source>
        <translation>Kies een ander deel</translation>
    </message>
    <message>
        <source>Main screen</source>
        <translation>Hoofdscherm</translation>
    </message>
    <message>
        <source>Screen {number}</source>
        <translation>Scherm {number}</translation>
    </message>
</context>
<context>
    <name>TeamList</name>
    <message>
        <source>Everyone</source>
        <translation>Iedereen</translation>
    </message>
    <message>
        <source>Search for a team</source>
        <translation>Zoek een team</translation>
    </message>
    <message>
        <source>No team has this name.</source>
        <translation>Geen team heet zo.</translation>
    </message>
    <message numerus="yes">
        <source>And %n more. Type a part of the name.</source>
        <translation>
            <numerusform>En nog %n. Typ een deel van de naam.</numerusform>
            <numerusform>En nog %n. Typ een deel van de naam.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TipForm</name>
    <message>
        <source>Taken from what you wrote, until you change it.</source>
        <translation>Komt uit wat je schreef, tot je het aanpast.</translation>
    </message>
    <message>
        <source>If you</source>
        <translation>Als je</translation>
    </message>
    <message>
        <source>want to paste without the formatting</source>
        <translation>iets wilt plakken zonder de opmaak</translation>
    </message>
    <message>
        <source>then do</source>
        <translation>doe dan</translation>
    </message>
    <message>
        <source>press Ctrl+Shift+V instead of Ctrl+V</source>
        <translation>druk op Ctrl+Shift+V in plaats van Ctrl+V</translation>
    </message>
    <message>
        <source>so that</source>
        <translation>zo</translation>
    </message>
    <message>
        <source>it looks like the rest of your text</source>
        <translation>ziet het eruit als de rest van je tekst</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Woorden</translation>
    </message>
    <message>
        <source>{words} of {most} words</source>
        <translation>{words} van {most} woorden</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Message</source>
        <translation>Bericht</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Stop</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Ga verder</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pauze</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>Markeer</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Gooi weg</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Opnemen</translation>
    </message>
    <message>
        <source>Write a tip</source>
        <translation>Schrijf een tip</translation>
    </message>
    <message>
        <source>Recommend something</source>
        <translation>Raad iets aan</translation>
    </message>
    <message>
        <source>Help me choose</source>
        <translation>Help me kiezen</translation>
    </message>
    <message>
        <source>Vonk: paused at {time}</source>
        <translation>Vonk: gepauzeerd op {time}</translation>
    </message>
    <message>
        <source>Vonk is recording: {time}. Click to stop.</source>
        <translation>Vonk neemt op: {time}. Klik om te stoppen.</translation>
    </message>
    <message>
        <source>My learning moments</source>
        <translation>Mijn leermomenten</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Wachtrij</translation>
    </message>
    <message>
        <source>Open the board</source>
        <translation>Leerbord openen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Instellingen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Afsluiten</translation>
    </message>
    <message>
        <source>Vonk: something waits to be sent.</source>
        <translation>Vonk: er wacht iets op verzenden.</translation>
    </message>
    <message>
        <source>Vonk: something asks for your attention.</source>
        <translation>Vonk: iets vraagt je aandacht.</translation>
    </message>
</context>
<context>
    <name>TwoVersions</name>
    <message>
        <source>Two versions</source>
        <translation>Twee versies</translation>
    </message>
    <message>
        <source>You changed this on another computer too, {when}</source>
        <translation>Je veranderde dit ook op een andere computer, {when}</translation>
    </message>
    <message>
        <source>Both versions are safe. Choose which one stays; you find the other among the earlier versions.</source>
        <translation>Beide versies zijn veilig. Kies welke blijft; de andere vind je terug bij de eerdere versies.</translation>
    </message>
    <message>
        <source>Keep this one</source>
        <translation>Deze houden</translation>
    </message>
    <message>
        <source>Keep the other one</source>
        <translation>De andere houden</translation>
    </message>
    <message>
        <source>Keep both, as two learning moments</source>
        <translation>Beide houden, als twee leermomenten</translation>
    </message>
    <message>
        <source>On your other computer</source>
        <translation>Op je andere computer</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Op deze computer</translation>
    </message>
</context>
<context>
    <name>WayBack</name>
    <message>
        <source>You go on with an earlier version. The one from just now is kept.</source>
        <translation>Je gaat verder met een eerdere versie. Die van zojuist is bewaard.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Maak ongedaan</translation>
    </message>
    <message>
        <source>You are back at an earlier moment. How it was just now is kept as a backup.</source>
        <translation>Je bent terug bij een eerder moment. Hoe het zojuist was, is bewaard als reservekopie.</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Your experience</source>
        <translation>Jouw ervaring</translation>
    </message>
    <message>
        <source>It stands with everything you pass on. You can change it each time.</source>
        <translation>Het staat bij alles wat je doorgeeft. Je kunt het elke keer aanpassen.</translation>
    </message>
    <message>
        <source>I use this every day</source>
        <translation>Ik gebruik dit elke dag</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Vorige</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Sla over</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Volgende</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Laat het zien</translation>
    </message>
    <message>
        <source>Record your screen with your voice, or write a tip.</source>
        <translation>Neem je scherm op met je stem, of schrijf een tip.</translation>
    </message>
    <message>
        <source>A colleague looks along</source>
        <translation>Een collega kijkt mee</translation>
    </message>
    <message>
        <source>Ask for review before anybody sees it.</source>
        <translation>Vraag om beoordeling voordat iemand het ziet.</translation>
    </message>
    <message>
        <source>Yours until you ask</source>
        <translation>Van jou tot je erom vraagt</translation>
    </message>
    <message>
        <source>Everything stays on this computer till then.</source>
        <translation>Tot die tijd blijft alles op deze computer.</translation>
    </message>
    <message>
        <source>You just explained something. Pass it on.</source>
        <translation>Je legde net iets uit. Geef het door.</translation>
    </message>
    <message>
        <source>Vonk turns that minute into a small piece of learning for the right colleagues.</source>
        <translation>Vonk maakt van die minuut een klein leermoment voor de juiste collega’s.</translation>
    </message>
    <message>
        <source>How do people know they can trust it?</source>
        <translation>Waarom kunnen collega’s erop vertrouwen?</translation>
    </message>
    <message>
        <source>One line about your own experience says more than a title.</source>
        <translation>Eén zin over je eigen ervaring zegt meer dan een functie.</translation>
    </message>
    <message>
        <source>Write a tip</source>
        <translation>Schrijf een tip</translation>
    </message>
    <message>
        <source>One trick, done in a minute</source>
        <translation>Eén handigheid, in een minuut klaar</translation>
    </message>
    <message>
        <source>Record something</source>
        <translation>Neem iets op</translation>
    </message>
    <message>
        <source>Nothing is asked until you stop</source>
        <translation>Er wordt niets gevraagd tot je stopt</translation>
    </message>
    <message>
        <source>Look at an example</source>
        <translation>Bekijk een voorbeeld</translation>
    </message>
    <message>
        <source>A tip that is ready, to change or to throw away</source>
        <translation>Een tip die klaar is, om aan te passen of weg te gooien</translation>
    </message>
    <message>
        <source>What did you explain to somebody today?</source>
        <translation>Wat legde jij vandaag aan iemand uit?</translation>
    </message>
    <message>
        <source>Nobody sees it until you ask.</source>
        <translation>Niemand ziet het tot je erom vraagt.</translation>
    </message>
    <message>
        <source>{number} of {all}</source>
        <translation>{number} van {all}</translation>
    </message>
    <message>
        <source>To my learning moments</source>
        <translation>Naar mijn leermomenten</translation>
    </message>
</context>
<context>
    <name>WizardPage</name>
    <message>
        <source>Back</source>
        <translation>Vorige</translation>
    </message>
    <message>
        <source>I choose myself</source>
        <translation>Ik kies zelf</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Volgende</translation>
    </message>
    <message>
        <source>Skip to the clip</source>
        <translation>Meteen naar de clip</translation>
    </message>
    <message>
        <source>Question {number} of {all}</source>
        <translation>Vraag {number} van {all}</translation>
    </message>
    <message>
        <source>Already filled in: {answers}.</source>
        <translation>Al ingevuld: {answers}.</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Kijk opnieuw</translation>
    </message>
    <message>
        <source>For {audience}</source>
        <translation>Voor {audience}</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>today {time}</source>
        <translation>vandaag {time}</translation>
    </message>
    <message>
        <source>yesterday {time}</source>
        <translation>gisteren {time}</translation>
    </message>
    <message>
        <source>tomorrow {time}</source>
        <translation>morgen {time}</translation>
    </message>
    <message numerus="yes">
        <source>%n hour</source>
        <translation>
            <numerusform>%n uur</numerusform>
            <numerusform>%n uur</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute</source>
        <translation>
            <numerusform>%n minuut</numerusform>
            <numerusform>%n minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second</source>
        <translation>
            <numerusform>%n seconde</numerusform>
            <numerusform>%n seconden</numerusform>
        </translation>
    </message>
    <message>
        <source>a few seconds</source>
        <translation>een paar seconden</translation>
    </message>
    <message numerus="yes">
        <source>about %n second</source>
        <translation>
            <numerusform>ongeveer %n seconde</numerusform>
            <numerusform>ongeveer %n seconden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute</source>
        <translation>
            <numerusform>ongeveer %n minuut</numerusform>
            <numerusform>ongeveer %n minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour</source>
        <translation>
            <numerusform>ongeveer %n uur</numerusform>
            <numerusform>ongeveer %n uur</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln person</source>
        <translation>
            <numerusform>ongeveer %Ln persoon</numerusform>
            <numerusform>ongeveer %Ln mensen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln person</source>
        <translation>
            <numerusform>%Ln persoon</numerusform>
            <numerusform>%Ln mensen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>YouSettings</name>
    <message>
        <source>Your experience</source>
        <translation>Jouw ervaring</translation>
    </message>
    <message>
        <source>Filled in with every new learning moment. People see it with what you pass on.</source>
        <translation>Wordt ingevuld bij elk nieuw leermoment. Collega’s zien het bij wat je doorgeeft.</translation>
    </message>
    <message>
        <source>I use this every day</source>
        <translation>Ik gebruik dit elke dag</translation>
    </message>
    <message>
        <source>About you</source>
        <translation>Over jou</translation>
    </message>
</context>
<context>
    <name>YourData</name>
    <message>
        <source>Open the folder</source>
        <translation>Open de map</translation>
    </message>
    <message>
        <source>Your drafts and recordings</source>
        <translation>Je concepten en opnamen</translation>
    </message>
    <message>
        <source>They are on this computer. Nothing leaves it until you ask for review.</source>
        <translation>Ze staan op deze computer. Er gaat niets weg tot je om beoordeling vraagt.</translation>
    </message>
    <message>
        <source>folder data privacy</source>
        <translation>map gegevens privacy</translation>
    </message>
    <message>
        <source>Make a backup now</source>
        <translation>Maak nu een reservekopie</translation>
    </message>
    <message>
        <source>Backups of your drafts</source>
        <translation>Reservekopieën van je concepten</translation>
    </message>
    <message>
        <source>Vonk makes one by itself every ten minutes while you work. It keeps 24, the older the further apart.</source>
        <translation>Vonk maakt er zelf elke tien minuten een terwijl je werkt. Het bewaart er 24: hoe ouder, hoe verder uit elkaar.</translation>
    </message>
    <message>
        <source>backup copy safe restore</source>
        <translation>reservekopie back-up veilig herstellen</translation>
    </message>
    <message>
        <source>Go back to an earlier moment backup restore undo</source>
        <translation>Terug naar een eerder moment reservekopie back-up herstellen ongedaan</translation>
    </message>
    <message>
        <source>Your data</source>
        <translation>Je gegevens</translation>
    </message>
    <message>
        <source>Go back to an earlier moment</source>
        <translation>Terug naar een eerder moment</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>Een ogenblik</translation>
    </message>
    <message numerus="yes">
        <source>%n backup(s)</source>
        <translation>
            <numerusform>%n reservekopie</numerusform>
            <numerusform>%n reservekopieën</numerusform>
        </translation>
    </message>
    <message>
        <source>{number}, the newest of {when}</source>
        <translation>{number}, de nieuwste van {when}</translation>
    </message>
    <message>
        <source>There is no backup yet. Make the first one above.</source>
        <translation>Er is nog geen reservekopie. Maak hierboven de eerste.</translation>
    </message>
    <message numerus="yes">
        <source>Show all %n</source>
        <translation>
            <numerusform>Toon alle %n</numerusform>
            <numerusform>Toon alle %n</numerusform>
        </translation>
    </message>
    <message>
        <source>It cannot be read.</source>
        <translation>Hij is niet te lezen.</translation>
    </message>
    <message numerus="yes">
        <source>%n learning moment(s)</source>
        <translation>
            <numerusform>%n leermoment</numerusform>
            <numerusform>%n leermomenten</numerusform>
        </translation>
    </message>
    <message>
        <source>Go back to this one</source>
        <translation>Ga hiernaar terug</translation>
    </message>
    <message>
        <source>Go back to {when}</source>
        <translation>Ga terug naar {when}</translation>
    </message>
    <message>
        <source>Go back to {when}?</source>
        <translation>Terug naar {when}?</translation>
    </message>
    <message>
        <source>Your learning moments become as they were then. What you made or changed since is not shown.</source>
        <translation>Je leermomenten worden zoals ze toen waren. Wat je sindsdien maakte of veranderde, zie je dan niet.</translation>
    </message>
    <message>
        <source>First Vonk makes a backup of how it is now, so you can always come back to it here.</source>
        <translation>Eerst maakt Vonk een reservekopie van hoe het nu is. Zo kun je hier altijd weer terug.</translation>
    </message>
    <message>
        <source>Recordings stay on this computer, and the hub and the board keep what you sent. What was waiting then waits again; if it has arrived since, nothing is posted twice.</source>
        <translation>Opnamen blijven op deze computer, en de hub en het leerbord houden wat je verzond. Wat toen wachtte, wacht weer; is het al aangekomen, dan wordt niets dubbel geplaatst.</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Ga terug</translation>
    </message>
    <message>
        <source>Stay here</source>
        <translation>Blijf hier</translation>
    </message>
    <message>
        <source>A backup was made.</source>
        <translation>Er is een reservekopie gemaakt.</translation>
    </message>
</context>
<context>
    <name>_Reason</name>
    <message>
        <source>Source: {source}</source>
        <translation>Bron: {source}</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Bron</translation>
    </message>
</context>
<context>
    <name>_Side</name>
    <message>
        <source>Frame around what is recorded</source>
        <translation>Kader rond wat wordt opgenomen</translation>
    </message>
</context>
</TS>
