#!/bin/sh
# Takes the texts of the windows into the two files of Qt Linguist: update_translations.sh [FOLDER]
# What is new waits there as "unfinished" until somebody writes the Dutch; of English only the plurals are kept.
# LUPDATE names the program. No line numbers, nothing that is gone: a file changes only where words did.
set -eu
root=$(dirname "$0")/..
folder=${1:-$root/resources/translations}
update="${LUPDATE:-pyside6-lupdate} -silent -locations none -no-obsolete -source-language en -extensions py $root/desktop"

$update -target-language nl -ts "$folder/vonk_nl.ts"
$update -target-language en -pluralonly -ts "$folder/vonk_en.ts"
