// Lists with filters: open beside the results on a wide screen, folded on a phone; the new count is read out.
const WIDE = window.matchMedia('(min-width: 48.0625em)')
let folded = !WIDE.matches
let teller = null

function tell(words) {
  if (!teller) {
    teller = document.createElement('div')
    teller.className = 'govuk-visually-hidden'
    teller.setAttribute('role', 'status')
    document.body.append(teller)
  }
  teller.textContent = words
}

export function startLists(scope) {
  for (const panel of scope.querySelectorAll('details[data-app-fold]')) {
    panel.open = !folded
    panel.addEventListener('toggle', () => { if (!WIDE.matches) folded = !panel.open })
    WIDE.addEventListener('change', () => { panel.open = WIDE.matches })
  }
  const count = scope.querySelector('[data-app-announce]')
  if (count && scope !== document) tell(count.textContent.trim())
}
