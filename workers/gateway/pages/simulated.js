// Says on every page that its facts are simulated, where they are.
fetch('/', { headers: { Accept: 'application/json' } })
  .then((answer) => answer.json())
  .then(({ simulated }) => {
    if (!simulated) return;
    const banner = document.createElement('p');
    banner.className = 'simulated';
    banner.setAttribute('role', 'status');
    banner.textContent = 'Données simulées : rien ici n’a été mesuré. · Simulated data: nothing here was measured.';
    document.body.prepend(banner);
  });
