// Opened for a moment to find out whether pop-ups are allowed; its opener closes it, or it does itself.
setTimeout(() => window.close(), 1500);
