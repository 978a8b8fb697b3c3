//# string that doubles
let s = 'x'; for (;;) { s += s; s.charCodeAt(s.length - 1); }
//# strings kept
const all = []; for (;;) { all.push(('x'.repeat(1e5) + all.length).split('').join('')); }
//# array that grows
const a = []; for (;;) { a.push({ a, n: a.length }); }
//# arrays of arrays
let deep = []; for (;;) { deep = [deep, new Array(1000).fill(deep)]; }
//# one huge array
new Array(4e8).fill(1);
//# typed arrays
const kept = []; for (;;) { kept.push(new Float64Array(1e6)); }
//# one huge buffer
new ArrayBuffer(2147483647);
//# map
const m = new Map(); for (let i = 0; ; i++) { m.set('key ' + i, 'value '.repeat(20) + i); }
//# properties
const o = {}; for (let i = 0; ; i++) { o['p' + i] = i; }
//# closures
const f = []; for (;;) { const big = new Array(1e4).fill(0); f.push(() => big); }
//# regular expression groups
const r = []; for (;;) { r.push(new RegExp('(' + 'a|'.repeat(1e4) + r.length + ')')); }
//# padded strings
const p = []; for (;;) { p.push(''.padEnd(1e6, String(p.length)) + 'x'); }
//# json of a wide object
const w = {}; for (let i = 0; i < 1e5; i++) { w[i] = 'x'.repeat(100); } const texts = []; for (;;) { texts.push(JSON.stringify(w)); }
//# promises kept
const ps = []; for (;;) { ps.push(new Promise(() => { }).then(() => ps)); }
//# big numbers kept
const ns = []; let n = 3n; for (;;) { n = n * n; ns.push(n); }
//# symbols
const ss = []; for (;;) { ss.push(Symbol('x'.repeat(1000) + ss.length)); }
//# split
'x'.repeat(3e7).split('');
//# functions made from text
const fs = []; for (;;) { fs.push(new Function('return ' + '1 + '.repeat(500) + fs.length)); }
//# console
for (;;) { console.log('x'.repeat(1e6)); }
//# commands
for (;;) { try { wakeup('http://x.example/' + 'x'.repeat(6e4), 'SIP/x', 'new_tab'); } catch (e) { } }
//# fetches
for (;;) { try { fetch('http://127.0.0.1:1/' + 'x'.repeat(1000)).catch(() => { }); } catch (e) { } }
//# error stacks
const es = []; for (;;) { es.push(new Error('x'.repeat(1e4) + es.length)); }
