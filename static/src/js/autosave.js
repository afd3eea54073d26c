// Saves a form as it is typed. The contract with the server is in docs/design.md, "Autosave".
import { changed, labelOf, putBack, valuesOf } from './form_values.js'
import { dropAllKept, dropKept, keptKey, readKept, tidyKept, writeKept } from './kept_text.js'

const PAUSE = 800
const RETRIES = [2000, 5000, 10000, 30000]
const KEEPALIVE_LIMIT = 60000
const PATIENCE = 15000
const WORDS = {
  saving: 'Saving…',
  saved: 'Saved at',
  unsaved: 'Not saved – we keep trying; your text is kept in this browser',
  unkept: 'Not saved – we keep trying. This browser cannot keep your text, so leave the page open',
  refused: 'Not saved.',
  expired: 'You have been signed out. Your text is kept in this browser.',
  signIn: 'Sign in to go on',
  compare: 'Compare the two versions',
  found: 'Text that was not saved',
  foundText: 'On {when} you typed something here that did not reach the portal:',
  changedSince: 'The saved draft has changed since. What you put back replaces these answers.',
  putBack: 'Put it back',
  discard: 'Discard it'
}

class Autosave {
  constructor(form) {
    this.form = form
    this.places = Array.from(form.querySelectorAll('[data-autosave-state]'))
    this.words = { ...WORDS, ...(this.places[0] ? this.places[0].dataset : {}) }
    this.key = keptKey(document.body.dataset.user || '', form.dataset.autosave)
    this.saved = valuesOf(form)
    this.waiting = {}
    this.tries = 0
    this.busy = false
    this.stopped = false
    this.timer = null
  }

  start() {
    this.offerKept()
    this.form.addEventListener('input', () => this.touched(PAUSE))
    this.form.addEventListener('change', () => this.touched(PAUSE))
    this.form.addEventListener('focusout', () => this.touched(0))
    this.form.addEventListener('submit', (event) => this.sent(event))
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') this.leaving() })
    window.addEventListener('pagehide', () => this.leaving())
    window.addEventListener('pageshow', () => { this.submitted = false })
    window.addEventListener('online', () => { this.tries = 0; this.touched(0) })
  }

  get changes() {
    return changed(valuesOf(this.form), this.saved)
  }

  get version() {
    return this.form.elements.version ? this.form.elements.version.value : ''
  }

  keep(extra = {}) {
    if (signedOut) return false
    const fields = { ...this.waiting, ...this.changes }
    if (!Object.keys(fields).length) {
      dropKept(this.key)
      return true
    }
    return writeKept(this.key, { at: Date.now(), version: this.version, fields, ...extra })
  }

  touched(pause) {
    const names = Object.keys(this.changes)
    for (const name of names) this.note(name, '')
    const any = names.length > 0
    this.kept = this.keep()
    if (!any || this.stopped) return
    window.clearTimeout(this.timer)
    this.timer = window.setTimeout(() => this.save(), pause)
  }

  body(changes) {
    const body = new URLSearchParams()
    const token = this.form.elements.csrfmiddlewaretoken
    if (token) body.append('csrfmiddlewaretoken', token.value)
    body.append('version', this.version)
    for (const [name, list] of Object.entries(changes)) {
      body.append('fields', name)
      for (const text of list) body.append(name, text)
    }
    return body
  }

  post(body, keepalive) {
    return fetch(this.form.dataset.autosave, {
      method: 'POST',
      body,
      keepalive,
      credentials: 'same-origin',
      headers: { Accept: 'application/json', 'X-Autosave': '1' },
      signal: AbortSignal.timeout(PATIENCE)
    })
  }

  async save() {
    if (this.busy || this.stopped) return
    const now = valuesOf(this.form)
    const changes = changed(now, this.saved)
    if (!Object.keys(changes).length) return
    this.busy = true
    this.show('saving', this.words.saving)
    try {
      const response = await this.post(this.body(changes), false)
      await this.answered(response, changes)
    } catch {
      this.again()
    } finally {
      this.ended()
    }
  }

  // A save is over, however it went: what was sent meanwhile goes now.
  ended() {
    this.busy = false
    const next = this.sendNext
    this.sendNext = null
    if (next) this.form.requestSubmit(next.submitter)
  }

  async answered(response, changes) {
    const json = (response.headers.get('content-type') || '').includes('json') ? await response.json().catch(() => null) : null
    if (response.ok && json && json.state === 'saved') return this.confirmed(json, changes)
    if (response.status === 409) return this.halt('conflict', (json && json.message) || this.words.refused, json && json.url, this.words.compare)
    if (response.status === 401 || response.status === 403 || response.redirected) {
      const login = `${document.body.dataset.login || '/'}?next=${encodeURIComponent(window.location.pathname + window.location.search)}`
      return this.halt('expired', (response.status !== 401 && json && json.message) || this.words.expired, login, this.words.signIn)
    }
    if (response.status >= 500 || response.status === 429 || response.ok) return this.again(json && json.message)
    return this.halt('unsaved', [this.words.refused, json && (json.message || json.detail)].filter(Boolean).join(' '))
  }

  confirmed(json, changes) {
    this.tries = 0
    for (const [name, list] of Object.entries(changes)) this.saved[name] = list
    if (this.form.elements.version && json.version !== undefined) this.form.elements.version.value = json.version
    this.keep()
    const errors = Object.entries(json.errors || {}).map(([name, list]) => `${labelOf(this.form, name)}: ${[].concat(list).join(' ')}`)
    const good = Object.keys(changes).filter((name) => !(name in (json.errors || {})))
    this.show('saved', [`${this.words.saved} ${json.saved_at}`, ...errors].join('. '))
    this.name([...new Set(good.map((name) => labelOf(this.form, name)))])
    for (const name of good) this.note(name, `${this.words.saved} ${json.saved_at}`)
    if (Object.keys(this.changes).length) this.touched(PAUSE)
  }

  // Who listens hears which questions were saved; who looks sees it beside each of them.
  name(labels) {
    if (!labels.length) return
    for (const place of this.places) place.append(element('span', 'govuk-visually-hidden', `: ${labels.join(', ')}`))
  }

  note(name, words) {
    const field = Array.from(this.form.elements).find((each) => each.name === name)
    const group = field && field.closest('.govuk-form-group')
    if (!group) return
    const old = group.querySelector(':scope > .app-field-saved')
    if (old) old.remove()
    if (!words || name in this.changes) return
    const made = element('span', 'app-field-saved', words)
    made.setAttribute('aria-hidden', 'true')
    group.append(made)
  }

  again(reason) {
    const kept = this.keep()
    this.show('unsaved', [kept ? this.words.unsaved : this.words.unkept, reason].filter(Boolean).join('. '))
    window.clearTimeout(this.timer)
    this.timer = window.setTimeout(() => this.save(), RETRIES[Math.min(this.tries, RETRIES.length - 1)])
    this.tries += 1
  }

  halt(state, words, url, linkWords) {
    this.stopped = true
    this.keep()
    this.show(state, words, url, linkWords)
  }

  show(state, words, url, linkWords) {
    for (const place of this.places) {
      place.dataset.state = state
      place.textContent = words
      if (!url) continue
      const link = document.createElement('a')
      link.className = 'govuk-link'
      link.href = url
      link.textContent = linkWords
      place.append(' ', link)
    }
  }

  // The page goes away: one last try that the browser finishes for us; unconfirmed text stays in the browser.
  leaving() {
    const changes = this.changes
    if (this.stopped || this.busy || this.submitted || !Object.keys(changes).length) return
    this.keep()
    const body = this.body(changes)
    if (body.toString().length > KEEPALIVE_LIMIT) return
    this.busy = true
    this.post(body, true)
      .then((response) => this.answered(response, changes))
      .catch(() => this.again())
      .finally(() => this.ended())
  }

  // A form sent while a save is under way waits for it, so that it goes with the version that the save brings back.
  sent(event) {
    if (event.defaultPrevented) return
    window.clearTimeout(this.timer)
    if (this.busy) {
      event.preventDefault()
      this.sendNext = { submitter: event.submitter }
      return
    }
    this.submitted = true
    this.keep({ sent: true })
  }

  offerKept() {
    const kept = readKept(this.key)
    if (!kept) return
    const fields = changed(kept.fields, this.saved)
    if (!Object.keys(fields).length) {
      dropKept(this.key)
      return
    }
    this.waiting = fields
    this.form.prepend(this.restoreNotice(kept, fields))
  }

  restoreNotice(kept, fields) {
    const notice = document.createElement('div')
    notice.className = 'app-restore'
    notice.setAttribute('role', 'region')
    notice.setAttribute('aria-label', this.words.found)
    const when = new Intl.DateTimeFormat(document.documentElement.lang || 'en-GB', { dateStyle: 'long', timeStyle: 'short' }).format(kept.at)
    const names = [...new Set(Object.keys(fields).map((name) => labelOf(this.form, name)))]
    const text = `${this.words.foundText.replace('{when}', when)} ${names.join(', ')}.`
    notice.append(
      element('p', 'app-restore__title', this.words.found),
      element('p', 'app-restore__text', kept.version === this.version ? text : `${text} ${this.words.changedSince}`)
    )
    const actions = element('div', 'app-restore__actions', '')
    const back = element('button', 'govuk-button govuk-button--secondary', this.words.putBack)
    const away = element('button', 'app-button-link', this.words.discard)
    back.type = away.type = 'button'
    back.addEventListener('click', () => { this.decided(notice); putBack(this.form, fields); this.touched(0) })
    away.addEventListener('click', () => { this.decided(notice); this.keep() })
    actions.append(back, away)
    notice.append(actions)
    return notice
  }

  decided(notice) {
    this.waiting = {}
    notice.remove()
    const first = this.form.querySelector('input:not([type="hidden"]), textarea, select')
    if (first) first.focus()
  }
}

function element(tag, css, words) {
  const made = document.createElement(tag)
  made.className = css
  made.textContent = words
  return made
}

let tidied = false
let signedOut = false

function forget() {
  signedOut = true
  dropAllKept()
}

export function startAutosave(scope) {
  const forms = Array.from(scope.querySelectorAll('form[data-autosave]')).filter((form) => !form.dataset.autosaveOn)
  const savers = forms.map((form) => new Autosave(form))
  for (const saver of savers) {
    saver.form.dataset.autosaveOn = 'yes'
    saver.start()
  }
  if (tidied) return
  tidied = true
  const user = document.body.dataset.user || ''
  tidyKept(user, savers.map((saver) => saver.key), Boolean(user) && !('error' in document.body.dataset))
  for (const form of document.querySelectorAll('form[data-app-drops-kept]')) {
    form.addEventListener('submit', () => dropKept(keptKey(user, form.dataset.appDropsKept)))
  }
  for (const form of document.querySelectorAll('form[data-app-sign-out]')) form.addEventListener('submit', forget)
}
