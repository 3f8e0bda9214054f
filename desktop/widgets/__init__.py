"""The windows, bars and dialogs: the only home of QtWidgets.

Controls that others may rely on (screen readers, the driver of the demo). Accessible names follow the language.

| where | object name | accessible name, English | accessible name, Dutch |
|---|---|---|---|
| sidebar | passSomethingOn, record | Pass something on, Record | Iets doorgeven, Opnemen |
| | navLibrary, navOutbox | My learning moments, Outbox | Mijn leermomenten, Wachtrij |
| | openBoard, navSettings, quit | Open the board, Settings, Quit | Leerbord openen, Instellingen, Afsluiten |
| tray menu | (actions) | as the sidebar; recording: Stop, Pause, Mark, Discard | idem; Stop, Pauze, Markeer, Gooi weg |
| panel near the tray | launchRecord, launchTip | Record, Tip | Opnemen, Tip |
| | launchRecommendation, pasteLink | Recommendation, Paste a link | Aanrader, Plak een link |
| | launchSource-screen, -window, -region (radios) | Screen, Window, Part | Scherm, Venster, Deel |
| | launchSourceScreen, launchSourceWindow (lists) | Which screen, Which window | Welk scherm, Welk venster |
| | launchSourceRegion | Choose the part / Choose another part | Kies het deel / Kies een ander deel |
| | launchHelp, launchSettings | Help me choose, Settings | Help me kiezen, Instellingen |
| | launchVonk | Open Vonk | Open Vonk |
| | attention-ID, attentionMore, attentionWaits | the title; how many more ask or wait | idem |
| first start | welcomeNext, welcomeBack, welcomeSkip | Next, Back, Skip | Volgende, Vorige, Sla over |
| | welcomeExperience | Your experience | Jouw ervaring |
| | welcomeTip, welcomeRecord, welcomeExample | Write a tip, Record something, Look at an example | idem |
| empty list | firstTip, firstRecord | Write your first tip, Record something | Maak je eerste tip, Neem iets op |
| list | items, search | My learning moments, Search in titles | Mijn leermomenten, Zoek in titels |
| | openItem, discardItem, showItem | Open, Discard, Show on the board | Openen, Gooi weg, Bekijk op het leerbord |
| | gridView, listView | As cards, As a list | Als kaarten, Als lijst |
| | showAll, showDrafts (with their count) | All, Drafts | Alles, Concepten |
| | showOnTheWay, showOnBoard | On the way, On the board | Onderweg, Op het leerbord |
| | formatFilter, sortOrder | Format, Order | Vorm, Volgorde |
| nothing found | showEverything | Show everything again | Toon alles weer |
| outbox | outboxItems, tryNow | Outbox, Try now | Wachtrij, Probeer nu |
| | outboxRow | title, format, state. What it waits for | idem |
| | changeIt, sendAgain, takeBack | Change it, Send again, Take it back | Pas aan, Verzend opnieuw, Trek terug |
| | showOnBoard, connectAgain | Show on the board, Connect again | Bekijk op het leerbord, Verbind opnieuw |
| | pauseSending, goOnSending, chooseVersion | Pause, Go on, Choose | Pauzeren, Verdergaan, Kiezen |
| | offline, signIn, hubRefused, metered | what is the matter and what is safe | idem |
| | itIsThere, postAgain | It is there, Post again | Het staat er, Plaats opnieuw |
| | takeBackPost, giveAddress | Take it back, Give the address | Trek terug, Geef het adres |
| bin | openBin, binRow | Bin (2); title, format, when | Prullenbak (2); idem |
| | putBack, deleteForGood | Put back, Delete for good | Zet terug, Verwijder definitief |
| | emptyBin, closeBin | Empty the bin, Back | Leeg de prullenbak, Terug |
| part of the screen | takePart, cancelPicking | Choose this part, Cancel | Kies dit deel, Annuleren |
| countdown | countdownMicrophone (text) | the microphone that is heard | idem |
| countdown | countdownStart, countdownCancel | Start now, Cancel | Begin nu, Annuleren |
| recorder bar | pause, stop, discardTake | Pause / Resume, Stop, Discard | Pauze / Ga verder, Stop, Gooi weg |
| | mark, recorderState (text) | Mark; what goes on | Markeer; idem |
| | recordFrame (four windows) | Frame around what is recorded | Kader rond wat wordt opgenomen |
| wizard | choice-VALUE (radio) | the words of guidance.wizard | idem |
| | wizardNext, wizardBack | Next, Back | Volgende, Vorige |
| | lookAgain | Look again | Kijk terug |
| | chooseMyself | I choose myself / Skip to the clip | Ik kies zelf / Meteen naar de clip |
| | make-clip | Record a clip / Go on with the clip | Neem een clip op / Ga verder met de clip |
| | make-tip | Write a tip | Schrijf een tip |
| | make-recommendation | Write a recommendation | Schrijf een aanrader |
| | askSource, less-FORMAT (row) | Source, the format's name | Bron, idem |
| audience | team-ID (check) | the team's name | idem |
| | audienceEveryone, audienceLater | Everyone, I choose later | Iedereen, Ik kies later |
| | notFor | Who is this not for? | Voor wie is dit niet? |
| | searchTeams | Search for a team | Zoek een team |
| | level (group), level-new ... (radios) | How well do they know it?, New to it ... | Hoe goed kennen ze het? |
| | reach, reachTeams, reachShare (texts) | about 41 people ... | ongeveer 41 mensen ... |
| editor | title, experience | Title, Your experience | Titel, Jouw ervaring |
| | summary | In one sentence: what can you do after this? | In één zin: wat kun je hierna? |
| | change, change-VALUE (radio) | How soon will this change? | Hoe snel verandert dit? |
| | situation, action, gain | If you, then do, so that | Als je, doe dan, zo |
| | url, reason, part, minutes-N (radios) | Link, Why this one?, Which part?, 5 min | Link, Waarom deze?, Welk stuk? |
| | changeAudience, audienceSummary | Change; for whom, in one line | Pas aan; idem |
| | playerPosition, mute, playerSpeed, large | Position, Mute, Speed 1, Large | Plaats, Geluid uit, Snelheid 1, Groot |
| | play, askForReview | Play, Ask for review / Ask again | Afspelen, Vraag om beoordeling / Vraag opnieuw |
| | withdraw, closeEditor, discardDraft | Take it back, Close, Discard | Trek terug, Sluiten, Gooi weg |
| | twoVersions, keepMine | Two versions, Keep this one | Twee versies, Deze houden |
| | takeOther, keepBoth | Keep the other one, Keep both ... | De andere houden, Beide houden ... |
| | openHistory, version-N | Earlier versions; when | Eerdere versies; wanneer |
| | everyVersion, useVersion | Show every change, Use this version | Toon elke wijziging, Gebruik deze versie |
| | changesAsked | Changes asked. ... (all comments) | Aanpassing gevraagd. ... |
| | postToChannel | Post to a channel | Plaats in een kanaal |
| post to a channel | postTo-ID (check), manageChannels | its name, Add a channel | idem, Voeg een kanaal toe |
| | confirm-clear, -correct, -applicable (checks) | Is it clear? ... | Is het duidelijk? ... |
| | postWhyNot, notReviewed (texts) | why it cannot be posted yet; what the message says | idem |
| | post, cancelPost | Post, Cancel | Plaats, Annuleren |
| settings | section-recording, section-look | Record, Language and look | Opnemen, Taal en uiterlijk |
| | section-hub, section-you | Hub and account, About you | Hub en account, Over jou |
| | section-channels, addChannel | Channels, Add a channel | Kanalen, Voeg een kanaal toe |
| | channelKind-KIND (radio), nextChannel | Slack, text only ..., Next | Slack, alleen tekst ..., Volgende |
| | channelName, channel-FIELD | Name, Address of the webhook ... | Naam, Adres van de webhook ... |
| | keepChannel, otherKind, cancelChannel | Add channel, Another kind, Cancel | Voeg kanaal toe, Ander soort, ... |
| | test-ID, renew-ID, remove-ID | Test, New address, Remove | Test, Nieuw adres, Verwijder |
| | section-about, searchSettings | About Vonk, Search in settings | Over Vonk, Zoek in instellingen |
| | hubAddress, connectHub | Hub address, Connect | Adres van de hub, Verbind |
| | userCode | Code BCDF-GHJK | Code BCDF-GHJK |
| | openPairingPage, cancelPairing | Open the page, Cancel | Open de pagina, Annuleren |
| | hubConnected, disconnectHub | Connected with ..., Disconnect | Verbonden met ..., Verbreek de verbinding |
| | uploadLimitSetting (list) | Sending speed | Verzendsnelheid |
| | meteredSetting, newsSetting (checks) | Recordings on a paid connection, Tell me ... | Opnamen op ..., Vertel ... |
| | section-data, backUpNow | Your data, Make a backup now | Je gegevens, Maak nu een reservekopie |
| | languageSetting, microphoneSetting (lists) | Language, Microphone | Taal, Microfoon |
| | sourceSetting-screen ..., sourceSettingRegion ... | as in the panel: Screen, Window, Part | idem |
| | testMicrophone, playMicrophone | Test / Stop, Play it back | Test / Stop, Speel het af |
| | microphoneVerdict (text) | We hear you. ... | We horen je. ... |
| | countdownSetting-0 ... -10 (radios) | None, 3 seconds ... | Geen, 3 seconden ... |
| | profileSetting-light, -balanced, -small | Light, Balanced, Small file | Licht, Gemiddeld, Klein bestand |
| | hotkeysSetting (check) | Hotkeys | Sneltoetsen |
| | lessNoiseSetting (check) | Less noise | Minder ruis |
| | hotkeyTaken-record, -pause, -mark, -tip | Ctrl+Alt+R: another program uses these keys. | idem |
| | autostartSetting (check) | Start Vonk when I sign in | Start Vonk als ik me aanmeld |
| | appearanceSetting-system, -light, -dark | As the system, Light, Dark | Zoals het systeem, Licht, Donker |
| | experienceSetting, openDataFolder | Your experience, Open the folder | Jouw ervaring, Open de map |
| above a page | trouble, understood | what happened and what is safe; Understood | idem; Begrepen |
| message | undo | Undo | Maak ongedaan |
"""
