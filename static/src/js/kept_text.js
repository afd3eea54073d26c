// Text that has not reached the portal, kept in this browser under the person and the form until it has.
const PREFIX = 'vkpp-kept:'
const DAYS_KEPT = 7

export function keptKey(user, form) {
  return `${PREFIX}${user}:${form}`
}

export function readKept(key) {
  try {
    const kept = JSON.parse(window.localStorage.getItem(key))
    return kept && kept.fields && Object.keys(kept.fields).length ? kept : null
  } catch {
    return null
  }
}

// Returns false when the browser refuses (storage full or switched off), so that nobody is promised what is not so.
export function writeKept(key, kept) {
  try {
    window.localStorage.setItem(key, JSON.stringify(kept))
    return true
  } catch {
    return false
  }
}

export function dropKept(key) {
  try {
    window.localStorage.removeItem(key)
  } catch {
    // storage is switched off, so there is nothing to drop
  }
}

function allKept() {
  try {
    return Object.keys(window.localStorage).filter((key) => key.startsWith(PREFIX))
  } catch {
    return []
  }
}

export function dropAllKept() {
  allKept().forEach(dropKept)
}

// Drops what is too old, and what its form has sent since: we are past that form, signed in, on a page without error.
export function tidyKept(user, keysOnPage, pageIsFine) {
  const oldest = Date.now() - DAYS_KEPT * 24 * 3600 * 1000
  for (const key of allKept()) {
    const kept = readKept(key)
    const passed = pageIsFine && kept && kept.sent && key.startsWith(`${PREFIX}${user}:`) && !keysOnPage.includes(key)
    if (!kept || kept.at < oldest || passed) dropKept(key)
  }
}
