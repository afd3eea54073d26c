// Menus of the header are <details>; here they also close with Escape, by a click elsewhere and when focus leaves them.
export function startMenus() {
  const menus = Array.from(document.querySelectorAll('details[data-app-menu]'))
  const close = (menu) => { menu.open = false }
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    for (const menu of menus.filter((each) => each.open)) {
      close(menu)
      menu.querySelector('summary').focus()
    }
  })
  document.addEventListener('click', (event) => {
    menus.filter((menu) => menu.open && !menu.contains(event.target)).forEach(close)
  })
  for (const menu of menus) {
    menu.addEventListener('focusout', (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) close(menu)
    })
  }
}
