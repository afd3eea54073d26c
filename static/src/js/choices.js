// Long lists of choices: a filter above them, a live count in each group. Questions that hang on another one's answer.
function startFilter(list) {
  const box = list.querySelector('[data-app-choices-filter]')
  const input = box && box.querySelector('input')
  if (!input || list.querySelectorAll('.govuk-checkboxes__item').length < 12) return
  const found = box.querySelector('[data-app-choices-found]')
  const groups = Array.from(list.querySelectorAll('details'))
  const opened = new Map(groups.map((group) => [group, group.open]))
  box.hidden = false
  input.addEventListener('input', (event) => {
    event.stopPropagation()
    const words = input.value.trim().toLowerCase()
    let count = 0
    for (const item of list.querySelectorAll('.govuk-checkboxes__item')) {
      item.hidden = words !== '' && !item.textContent.toLowerCase().includes(words)
      if (!item.hidden) count += 1
    }
    for (const group of groups) {
      if (words === '') group.open = opened.get(group) || Boolean(group.querySelector('input:checked'))
      else group.open = Boolean(group.querySelector('.govuk-checkboxes__item:not([hidden])'))
      group.hidden = words !== '' && !group.open
    }
    found.textContent = words === '' ? '' : count ? `${count} ${found.dataset.some}` : found.dataset.none
  })
  input.addEventListener('change', (event) => event.stopPropagation())
  input.addEventListener('keydown', (event) => { if (event.key === 'Enter') event.preventDefault() })
}

function startCounts(list) {
  for (const group of list.querySelectorAll('details')) {
    const place = group.querySelector('[data-app-choices-count]')
    if (!place) continue
    group.addEventListener('change', () => {
      const number = group.querySelectorAll('input:checked').length
      place.textContent = number ? `${number} ${place.dataset.words}` : ''
    })
  }
}

function startFollower(follower) {
  const form = follower.closest('form')
  const name = follower.dataset.appShownWhen
  if (!form || !form.elements[name]) return
  const when = follower.querySelector('.app-follow__when')
  if (when) when.hidden = true
  const show = () => {
    const answers = new FormData(form).getAll(name)
    follower.hidden = 'appShownUnless' in follower.dataset ? answers.includes(follower.dataset.appShownUnless) : !answers.includes(follower.dataset.appShownAnswer)
  }
  form.addEventListener('change', show)
  form.addEventListener('input', show)
  show()
}

export function startChoices(scope) {
  for (const list of scope.querySelectorAll('[data-app-choices]')) {
    startFilter(list)
    startCounts(list)
  }
  for (const follower of scope.querySelectorAll('[data-app-shown-when]')) startFollower(follower)
}
