// The one script of the portal. Every page works without it; it only makes things quicker and safer to use.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  PasswordInput,
  Radios,
  SkipLink,
  Tabs,
  createAll
} from 'govuk-frontend'
import { MultiSelect } from '@ministryofjustice/frontend/moj/components/multi-select/multi-select.mjs'
import { SortableTable } from '@ministryofjustice/frontend/moj/components/sortable-table/sortable-table.mjs'
import htmx from 'htmx.org'

import { startAutosave } from './autosave.js'
import { startChoices } from './choices.js'
import { startCopy } from './copy.js'
import { startForms, startPasswords } from './forms.js'
import { startLists } from './lists.js'
import { startMenus } from './menus.js'
import { startPassages } from './passages.js'
import { startPasskeys } from './passkeys.js'
import { startShortcut } from './shortcut.js'
import { startUnanswered } from './unanswered.js'

const COMPONENTS = [Button, CharacterCount, Checkboxes, ErrorSummary, PasswordInput, Radios, SkipLink, Tabs, MultiSelect, SortableTable]

// The pages' policy allows no inline styles and no eval; pages may hold personal data, so none is kept in the browser.
Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  scrollIntoViewOnBoost: false
})

function start(scope) {
  startPasswords(scope)
  for (const Component of COMPONENTS) createAll(Component, undefined, { scope, onError: () => {} })
  startAutosave(scope)
  startChoices(scope)
  startCopy(scope)
  startLists(scope)
  startPassages(scope)
}

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
startForms()
startMenus()
startPasskeys()
startShortcut()
startUnanswered()
start(document)
document.body.addEventListener('htmx:load', (event) => {
  if (event.detail.elt !== document.body) start(event.detail.elt)
})

