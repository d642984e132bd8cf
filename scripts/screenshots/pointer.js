/**
 * Runs inside the workbench's page and draws a mouse, since pictures hold none.
 * Plain script: it is evaluated as it stands, and is called as `filmedPointer(x, y)`, in CSS pixels.
 */
globalThis.filmedPointer = (() => {
  const space = 'http://www.w3.org/2000/svg';
  const pointer = document.createElementNS(space, 'svg');
  const shape = document.createElementNS(space, 'path');
  pointer.setAttribute('width', '20');
  pointer.setAttribute('height', '26');
  pointer.style.cssText = 'position:fixed;z-index:100000;pointer-events:none;overflow:visible';
  shape.setAttribute('d', 'M0 0v17l4-4 3 7 3-1.3-3-6.7h6z');
  shape.setAttribute('fill', '#fff');
  shape.setAttribute('stroke', '#000');
  pointer.append(shape);
  document.body.append(pointer);
  return (x, y) => {
    pointer.style.left = `${x}px`;
    pointer.style.top = `${y}px`;
  };
})();
