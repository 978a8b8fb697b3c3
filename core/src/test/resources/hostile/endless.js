//# endless loop
for (;;);
//# while with work
let i = 0; while (true) { i = (i * 31 + 7) % 1000003; }
//# promise storm
(function again() { Promise.resolve().then(again); Promise.resolve().then(again); })();
//# endless microtasks
(async () => { for (;;) { await null; } })();
//# backtracking regular expression
/^(a+)+$/.test('a'.repeat(40) + '!');
//# regular expression with references
/(x+x+)+\1y/.test('x'.repeat(45));
//# sort with a comparison that never agrees
const many = []; for (let i = 0; i < 3e5; i++) { many.push(i); } for (;;) { many.sort(() => Math.random() - 0.5); }
//# normalize and split
for (;;) { 'a\u0301'.repeat(2e5).normalize('NFC').split('').join(''); }
//# decimal digits of a huge number
(7n ** 3000000n).toString();
//# power of a huge number
(3n ** 5000000n) ** 20n;
//# recursion in finally
(function f() { try { f(); } finally { f(); } })();
//# recursion in catch
(function f() { try { f(); } catch (e) { f(); } })();
//# mutual recursion in finally
function a() { try { b(); } finally { b(); } } function b() { try { a(); } finally { a(); } } a();
//# proxy that asks itself
const p = new Proxy({}, { get(t, k, r) { return r[k]; } }); for (;;) { try { p.x; } catch (e) { } }
//# getter that never returns
const o = { get x() { for (;;); } }; o.x;
//# iterator without end
for (const x of (function* () { for (;;) { yield 1; } })()) { }
//# spread of an iterator without end into nothing
new Set((function* () { for (;;) { yield 1; } })());
//# array from a length
Array.from({ length: 4294967295 }, (x, i) => i % 2 ? undefined : undefined);
//# JSON with a reviver that grows it
JSON.parse('[1,2,3]', function (k, v) { for (;;); });
//# toString of an object that loops
'' + { toString() { for (;;); } };
//# replace with a function that loops
'aaa'.replace(/a/g, () => { for (;;); });
//# long joins
const row = new Array(2e5).fill('x'); for (;;) { row.join(','); }
//# typed array sort
const t = new Float64Array(2e6); for (;;) { for (let i = 0; i < t.length; i += 7) { t[i] = Math.random(); } t.sort(); }
//# nested eval
eval('for (;;) { eval("1"); }');
//# function constructor
new Function('for (;;);')();
//# labelled loops
outer: for (;;) { for (;;) { continue outer; } }
//# async generator
(async () => { for await (const x of (async function* () { for (;;) { yield 1; } })()) { } })();
//# finally that swallows
for (;;) { try { throw 1; } catch (e) { continue; } finally { continue; } }
//# big factorial
let n = 1n; for (let i = 1n; ; i++) { n *= i; }
//# reduce over itself
const list = [1]; list.reduce(function again() { list.push(1); return list.length > 1e6 ? (list.length = 1, 1) : 1; }, 0); for (;;) { list.reduce((x) => x, 0); }
