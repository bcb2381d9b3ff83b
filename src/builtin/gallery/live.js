{% raw %}
// Asks for state.js again and again, loads the page anew when it names another state than before, and shows what it says is wrong.
(() => {
  let before;
  const notice = document.createElement("p");
  notice.setAttribute("role", "status");
  notice.style.cssText = "position:fixed;inset:auto 0 0;z-index:99;margin:0;padding:.875rem 1.5rem;background:#8c1d22;" +
    "color:#fff;font-weight:600;text-align:center";
  const ask = () => {
    const script = document.createElement("script");
    script.src = `state.js?${Date.now()}`;
    const done = () => {
      script.remove();
      if (before !== undefined && window.fanion !== undefined && window.fanion !== before) location.reload();
      before = window.fanion;
      const problem = window.fanionProblem || "";
      if (notice.textContent !== problem) notice.textContent = problem;
      if (!problem) notice.remove();
      else if (!notice.isConnected) document.body.append(notice);
      setTimeout(ask, 400);
    };
    script.onload = done;
    script.onerror = done;
    document.head.append(script);
  };
  ask();
})();
{% endraw %}
