//# Java.type
escaped(Java.type('java.lang.System').getenv('PATH'));
//# Java from the global object
escaped(globalThis.Java.type('java.io.File'));
//# Packages
escaped(Packages.java.lang.System.getenv());
//# java package
escaped(java.lang.Runtime.getRuntime());
//# Polyglot.import
escaped(Polyglot.import('secret'));
//# Polyglot.eval
escaped(Polyglot.eval('js', '1'));
//# Graal
escaped(Graal.versionGraalVM);
//# load of a file
escaped(load(CANARY_FILE));
//# load of an address
escaped(load('http://127.0.0.1:' + CANARY_PORT + '/'));
//# loadWithNewGlobal
escaped(loadWithNewGlobal(CANARY_FILE));
//# dynamic import of a file
return import(CANARY_FILE).then(m => escaped(m));
//# dynamic import of a file address
return import('file://' + CANARY_FILE).then(m => escaped(m));
//# dynamic import of an address
return import('http://127.0.0.1:' + CANARY_PORT + '/x.mjs').then(m => escaped(m));
//# dynamic import of data
return import('data:text/javascript,export default 1').then(m => escaped(m));
//# dynamic import in a function made from text
return new Function('f', 'return import(f)')(CANARY_FILE).then(m => escaped(m));
//# require of fs
escaped(require('fs').readFileSync(CANARY_FILE, 'utf8'));
//# require of a file
escaped(require(CANARY_FILE));
//# require of net
escaped(require('net').connect(CANARY_PORT));
//# require of child_process
escaped(require('child_process'));
//# process
escaped(process.env.PATH);
//# read
escaped(read(CANARY_FILE));
//# readFully
escaped(readFully(CANARY_FILE));
//# XMLHttpRequest
escaped(new XMLHttpRequest());
//# WebSocket
escaped(new WebSocket('ws://127.0.0.1:' + CANARY_PORT));
//# fetch of a closed port
return fetch('http://127.0.0.1:' + CANARY_PORT + '/').then(r => escaped(r.status));
//# fetch of localhost
return fetch('http://localhost:' + CANARY_PORT + '/').then(r => escaped(r.status));
//# fetch of a listed name with a port that is not
return fetch('http://listed.example:' + CANARY_PORT + '/').then(r => escaped(r.status));
//# fetch with a file address
return fetch('file://' + CANARY_FILE).then(r => escaped(r.status));
//# fetch with an object that changes
let n = 0; return fetch({ toString() { n++; return n > 1 ? 'http://127.0.0.1:' + CANARY_PORT : 'http://listed.example/'; } }).then(r => escaped(r.status));
//# fetch with a host header
return fetch('http://listed.example/', { headers: { Host: '127.0.0.1:' + CANARY_PORT } }).then(r => escaped(r.status));
//# fetch with line breaks in a header
return fetch('http://listed.example/', { headers: { x: 'a\r\nHost: 127.0.0.1' } }).then(r => escaped(r.status));
//# constructor chain of a function
escaped(wakeup.constructor('return typeof Java !== "undefined" && Java')());
//# constructor chain of the socket
escaped(socket.emit.constructor.constructor('return this.Java || this.Polyglot')());
//# constructor of an async function
return (async () => { }).constructor('return typeof Polyglot !== "undefined" && Polyglot')().then(x => x && escaped(x));
//# constructor of a generator
escaped((function* () { }).constructor('yield typeof Graal !== "undefined" && Graal')().next().value);
//# class of a host object
escaped(wakeup.getClass().forName('java.lang.System'));
//# class of a string
escaped('x'.getClass());
//# class property
escaped(socket.class || socket.getClass);
//# error from the host
try { fetch(Symbol('x')); } catch (e) { escaped(e.getClass || e.getStackTrace || e.cause?.getClass); }
//# stack of an error
try { null.x; } catch (e) { escaped(/\/(tmp|root|home|work)\//.test(e.stack) && e.stack); }
//# prepareStackTrace
Error.prepareStackTrace = (e, frames) => frames; try { null.x; } catch (e) { escaped(e.stack[0]?.getThis?.()?.Java || e.stack[0]?.getFunction?.()?.caller); }
//# caller of a handler
escaped((function () { return arguments.callee.caller?.Java; })());
//# stack overflow in a host function
let deepest; (function f() { try { f(); } catch (e) { deepest = deepest || e; console.log('x'); } })(); escaped(deepest.getClass || deepest.getCause);
//# prototype of the global object
escaped(Object.getPrototypeOf(globalThis).Java || Reflect.ownKeys(globalThis).find(k => /java|polyglot|graal|load/i.test(String(k))));
//# new realm
escaped(new Realm());
//# shadow realm
escaped(new ShadowRealm());
//# SharedArrayBuffer
escaped(new SharedArrayBuffer(8));
//# Atomics
escaped(Atomics.wait);
//# shared memory by structured clone
escaped(structuredClone(new ArrayBuffer(8)));
//# WebAssembly
escaped(WebAssembly.Module);
//# WebAssembly memory
escaped(new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true }).buffer);
//# Worker
escaped(new Worker('x.js'));
//# setTimeout
escaped(setTimeout);
//# quit
escaped(quit || exit);
//# print
escaped(print || printErr);
//# neighbour's global
escaped(globalThis.SECRET || typeof SECRET !== 'undefined' && SECRET);
//# neighbour's registered symbol
escaped(globalThis[Symbol.for('SECRET')] || Symbol.for('SECRET').owner);
//# neighbour's prototype
escaped(Object.prototype.SECRET || Function.prototype.SECRET || Array.prototype.SECRET);
//# pollution of Object
Object.prototype.name = 'RealtimeCTI'; Object.prototype.answered = true; Object.prototype.get = () => 1; wakeup('http://x.example/', 'SIP/x');
//# pollution of Array
Array.prototype.push = function () { return CANARY_FILE; }; Array.prototype.indexOf = () => 0; wakeup('http://x.example/', 'SIP/x');
//# pollution of Map
Map.prototype.get = () => [{ listener: () => escaped('listener') }]; Map.prototype.set = function () { return this; };
//# pollution of Promise
Promise.prototype.then = function () { return this; }; Promise.resolve = () => 1; return fetch('http://listed.example/');
//# pollution of JSON
JSON.stringify = () => '{"url":"http://127.0.0.1:' + CANARY_PORT + '/"}'; JSON.parse = () => ({ status: 200 }); wakeup('http://x.example/', 'SIP/x');
//# pollution of Reflect
Reflect.apply = (f) => escaped(f); Reflect.set = () => true; wakeup('http://x.example/', 'SIP/x');
//# setter on an index
Object.defineProperty(Array.prototype, '0', { set(v) { if (v && v.Java) { escaped(v); } }, configurable: true }); wakeup('http://x.example/', 'SIP/x'); delete Array.prototype[0];
//# proxy for the data
pushevent('x', new Proxy({}, { get: (t, k) => k === 'toJSON' ? () => ({ a: 1 }) : escaped(k === 'getClass'), ownKeys: () => ['a'], set: () => true }), 'r', 'http://x.example/');
//# toJSON that is not text
wakeup({ toJSON: () => globalThis }, 'SIP/x');
//# then of a returned object
return { then(resolve) { escaped(resolve.constructor('return typeof Java !== "undefined"')()); resolve({ then: null }); } };
//# host function by its text
escaped(/native/.test(String(console.log)) === false && /Java|io\.belfry/.test(String(console.log)) && String(console.log));
//# with a text that is no text
console.log({ toString: null, valueOf: null }, Object.create(null), Symbol('x'), 1n);
//# names of the host in errors
try { socket.emit(Symbol('x'), {}); } catch (e) { escaped(/io\.belfry|com\.oracle/.test(String(e) + e.stack) && e.stack); }
//# memory of a weak reference
escaped(new WeakRef(wakeup).deref().getClass);
//# Intl with a host object
escaped(Intl.DateTimeFormat.prototype.getClass || new Intl.NumberFormat().getClass);
//# regular expression statics
escaped(/SECRET/.test(RegExp.$1 + RegExp.input + RegExp.lastMatch) && RegExp.input);
//# iterator helpers
escaped(Iterator.prototype.getClass || Iterator.from([1]).getClass);
//# debugger
debugger; escaped(typeof Debugger !== 'undefined' && Debugger);
//# import.meta
escaped(new Function('return import.meta')());
//# mozilla extensions
escaped(__proto__.Java || typeof JavaAdapter !== 'undefined' && JavaAdapter || typeof JavaImporter !== 'undefined' && JavaImporter);
//# environment of the process
escaped($ENV || $EXEC || $ARG);
//# shebang commands
escaped(`${typeof $EXEC}` === 'function' && $EXEC('id'));
//# arguments of the process
escaped(globalThis.arguments && globalThis.arguments.length);
//# performance
escaped(performance.now);
