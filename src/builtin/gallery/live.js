{% raw %}
// Asks for state.js again and again, and loads the page anew when it names another state than before.
(() => {
  let before;
  const ask = () => {
    const script = document.createElement("script");
    script.src = `state.js?${Date.now()}`;
    const done = () => {
      script.remove();
      if (before !== undefined && window.fanion !== undefined && window.fanion !== before) location.reload();
      before = window.fanion;
      setTimeout(ask, 700);
    };
    script.onload = done;
    script.onerror = done;
    document.head.append(script);
  };
  ask();
})();
{% endraw %}
