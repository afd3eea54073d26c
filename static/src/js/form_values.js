// The values of a form by name, as lists of strings; files and the hidden fields of the machinery are left out.
const LEFT_OUT = new Set(['csrfmiddlewaretoken', 'version', 'action', 'next'])

function counts(field) {
  return field.name && !LEFT_OUT.has(field.name) && !['file', 'submit', 'button', 'image', 'reset', 'password'].includes(field.type) && field.type !== 'hidden'
}

export function valuesOf(form) {
  const values = {}
  for (const field of form.elements) {
    if (!counts(field)) continue
    const list = (values[field.name] ??= [])
    if (field.type === 'checkbox' || field.type === 'radio') {
      if (field.checked) list.push(field.value)
    } else if (field.type === 'select-multiple') {
      list.push(...Array.from(field.selectedOptions, (option) => option.value))
    } else {
      list.push(field.value)
    }
  }
  return values
}

function plain(list) {
  return JSON.stringify((list || []).map((text) => text.replace(/\r\n?/g, '\n').trim()))
}

// The part of `now` that differs from `before`.
export function changed(now, before) {
  return Object.fromEntries(Object.entries(now).filter(([name, list]) => plain(list) !== plain(before[name])))
}

export function putBack(form, fields) {
  for (const field of form.elements) {
    const list = counts(field) ? fields[field.name] : undefined
    if (!list) continue
    if (field.type === 'checkbox' || field.type === 'radio') {
      field.checked = list.includes(field.value)
    } else if (field.type === 'select-multiple') {
      for (const option of field.options) option.selected = list.includes(option.value)
    } else {
      const same = Array.from(form.elements).filter((other) => other.name === field.name)
      field.value = list[same.indexOf(field)] ?? ''
    }
    field.dispatchEvent(new Event('input', { bubbles: true }))
    field.dispatchEvent(new Event('change', { bubbles: true }))
  }
}

// What the reader calls a field: the legend of its group, else its label.
export function labelOf(form, name) {
  const field = Array.from(form.elements).find((each) => each.name === name)
  if (!field) return name
  const group = ['checkbox', 'radio'].includes(field.type) || /_\d+$/.test(name) ? field.closest('fieldset') : null
  const words = (group && group.querySelector('legend')) || (field.labels && field.labels[0])
  return words ? words.textContent.trim() : name
}
