"""The windows, bars and dialogs: the only home of QtWidgets.

Controls that others may rely on (screen readers, the driver of the demo). Accessible names follow the language.

| where | object name | accessible name, English | accessible name, Dutch |
|---|---|---|---|
| sidebar | passSomethingOn, record | Pass something on, Record | Iets doorgeven, Opnemen |
| | navLibrary, navOutbox | My learning moments, Outbox | Mijn leermomenten, Wachtrij |
| | openBoard, navSettings, quit | Open the board, Settings, Quit | Leerbord openen, Instellingen, Afsluiten |
| tray menu | (actions) | as the sidebar; recording: Stop, Pause, Discard | idem; Stop, Pauze, Gooi weg |
| empty list | firstTip, firstRecord | Write your first tip, Record something | Maak je eerste tip, Neem iets op |
| list | items, search | My learning moments, Search in titles | Mijn leermomenten, Zoek in titels |
| | openItem, discardItem, showItem | Open, Discard, Show on the board | Openen, Gooi weg, Bekijk op het leerbord |
| outbox | outboxItems, tryNow | Outbox, Try now | Wachtrij, Probeer nu |
| countdown | countdownStart, countdownCancel | Start now, Cancel | Begin nu, Annuleren |
| recorder bar | pause, stop, discardTake | Pause / Resume, Stop, Discard | Pauze / Ga verder, Stop, Gooi weg |
| wizard | choice-VALUE (radio) | the words of guidance.wizard | idem |
| | wizardNext, wizardBack | Next, Back | Volgende, Vorige |
| | chooseMyself | I choose myself / Skip to the clip | Ik kies zelf / Meteen naar de clip |
| | make-clip | Record a clip / Go on with the clip | Neem een clip op / Ga verder met de clip |
| | make-tip | Write a tip | Schrijf een tip |
| audience | team-ID (check) | the team's name | idem |
| | audienceEveryone, audienceLater | Everyone, I choose later | Iedereen, Ik kies later |
| | notFor | Who is this not for? | Voor wie is dit niet? |
| | level | How well do they know it? | Hoe goed kennen ze het? |
| editor | title, experience | Title, Your experience | Titel, Jouw ervaring |
| | summary | In one sentence: what can you do after this? | In één zin: wat kun je hierna? |
| | change | How soon will this change? | Hoe snel verandert dit? |
| | situation, action, gain | If you, then do, so that | Als je, doe dan, zodat |
| | play, askForReview | Play, Ask for review / Ask again | Afspelen, Vraag om beoordeling / Vraag opnieuw |
| | withdraw, closeEditor, discardDraft | Take it back, Close, Discard | Trek terug, Sluiten, Gooi weg |
| | changesAsked | Changes asked. ... (all comments) | Aanpassing gevraagd. ... |
| settings | hubAddress, connectHub | Hub address, Connect | Adres van de hub, Verbind |
| | userCode | Code BCDF-GHJK | Code BCDF-GHJK |
| | openPairingPage, cancelPairing | Open the page, Cancel | Open de pagina, Annuleren |
| | hubConnected, disconnectHub | Connected with ..., Disconnect | Verbonden met ..., Verbreek de verbinding |
| | languageSetting, microphoneSetting, countdownSetting | Language, Microphone, Countdown | Taal, Microfoon, Aftellen |
| above a page | trouble, understood | what happened and what is safe; Understood | idem; Begrepen |
| message | undo | Undo | Maak ongedaan |
"""
