// Moments in the report move the player; a clip that the browser cannot play says so.
() => {
  document.addEventListener("click", (event) => {
    const moment = event.target.closest("[data-seconds]");
    const video = document.querySelector("#player video");
    if (!moment || !video) return;
    video.pause();
    video.currentTime = Number(moment.dataset.seconds);
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    video.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  });
  // Media events do not bubble: they are caught on their way down.
  for (const type of ["error", "loadedmetadata"]) {
    document.addEventListener(type, (event) => {
      const frame = event.target instanceof HTMLVideoElement && event.target.closest(".tc-player");
      if (frame) frame.classList.toggle("tc-broken", type === "error");
    }, true);
  }
}
