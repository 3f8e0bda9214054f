<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>BinPage</name>
    <message numerus="yes">
        <source>%n more, not shown here.</source>
        <translation>
            <numerusform>%n more, not shown here.</numerusform>
            <numerusform>%n more, not shown here.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n learning moment(s) for good?</source>
        <translation>
            <numerusform>Delete %n learning moment for good?</numerusform>
            <numerusform>Delete %n learning moments for good?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n learning moment(s) deleted for good</source>
        <translation>
            <numerusform>%n learning moment deleted for good</numerusform>
            <numerusform>%n learning moments deleted for good</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EditorPage</name>
    <message numerus="yes">
        <source>%n thing(s) needed before you can ask.</source>
        <translation>
            <numerusform>%n thing is needed before you can ask.</numerusform>
            <numerusform>%n things are needed before you can ask.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hint(s): you may skip them.</source>
        <translation>
            <numerusform>%n hint: you may skip it.</numerusform>
            <numerusform>%n hints: you may skip them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Everything</name>
    <message numerus="yes">
        <source>%n learning moment(s)</source>
        <translation>
            <numerusform>%n learning moment</numerusform>
            <numerusform>%n learning moments</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n recording(s) or picture(s) are no longer whole here.</source>
        <translation>
            <numerusform>%n recording or picture is no longer whole here.</numerusform>
            <numerusform>%n recordings or pictures are no longer whole here.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of %n both versions were kept: open it to choose.</source>
        <translation>
            <numerusform>Of %n both versions were kept: open it to choose.</numerusform>
            <numerusform>Of %n both versions were kept: open them to choose.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of %n the imported version is among the earlier ones.</source>
        <translation>
            <numerusform>Of %n the imported version is among the earlier ones.</numerusform>
            <numerusform>Of %n the imported versions are among the earlier ones.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waited to be sent there; here it is a draft, so that nothing is sent twice.</source>
        <translation>
            <numerusform>%n waited to be sent there; here it is a draft, so that nothing is sent twice.</numerusform>
            <numerusform>%n waited to be sent there; here they are drafts, so that nothing is sent twice.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Launcher</name>
    <message numerus="yes">
        <source>%n more ask(s) something of you</source>
        <translation>
            <numerusform>%n more asks something of you</numerusform>
            <numerusform>%n more ask something of you</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n learning moment(s) wait(s)</source>
        <translation>
            <numerusform>%n learning moment waits</numerusform>
            <numerusform>%n learning moments wait</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message numerus="yes">
        <source>%n learning moment found</source>
        <translation>
            <numerusform>%n learning moment found</numerusform>
            <numerusform>%n learning moments found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NewsTeller</name>
    <message numerus="yes">
        <source>%n learning moments have news</source>
        <translation>
            <numerusform>%n learning moment has news</numerusform>
            <numerusform>%n learning moments have news</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutboxPage</name>
    <message numerus="yes">
        <source>%n more, not shown here. They stand in My learning moments.</source>
        <translation>
            <numerusform>%n more, not shown here. It stands in My learning moments.</numerusform>
            <numerusform>%n more, not shown here. They stand in My learning moments.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReachCard</name>
    <message numerus="yes">
        <source>in %n team. Nobody else sees it.</source>
        <translation>
            <numerusform>in %n team. Nobody else sees it.</numerusform>
            <numerusform>in %n teams. Nobody else sees it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TeamList</name>
    <message numerus="yes">
        <source>And %n more. Type a part of the name.</source>
        <translation>
            <numerusform>And %n more. Type a part of the name.</numerusform>
            <numerusform>And %n more. Type a part of the name.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message numerus="yes">
        <source>%n hour</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second</source>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n second</source>
        <translation>
            <numerusform>about %n second</numerusform>
            <numerusform>about %n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute</source>
        <translation>
            <numerusform>about %n minute</numerusform>
            <numerusform>about %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour</source>
        <translation>
            <numerusform>about %n hour</numerusform>
            <numerusform>about %n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln person</source>
        <translation>
            <numerusform>about %Ln person</numerusform>
            <numerusform>about %Ln people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln person</source>
        <translation>
            <numerusform>%Ln person</numerusform>
            <numerusform>%Ln people</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>YourData</name>
    <message numerus="yes">
        <source>%n backup(s)</source>
        <translation>
            <numerusform>%n backup</numerusform>
            <numerusform>%n backups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show all %n</source>
        <translation>
            <numerusform>Show all %n</numerusform>
            <numerusform>Show all %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n learning moment(s)</source>
        <translation>
            <numerusform>%n learning moment</numerusform>
            <numerusform>%n learning moments</numerusform>
        </translation>
    </message>
</context>
</TS>
