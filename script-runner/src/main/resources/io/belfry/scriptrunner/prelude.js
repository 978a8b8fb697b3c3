// Makes the world that a customer's script finds: the handlers and functions of the original, and nothing of the host.
// Everything that it needs later is taken at the start, so a script that changes the library harms only itself.
(function (host, appname, names, limits) {
    'use strict';
    const { parse, stringify } = JSON;
    const { defineProperty, freeze, getOwnPropertyNames, keys } = Object;
    const apply = Reflect.apply;
    const then = Promise.prototype.then;
    const NewPromise = Promise;
    const Fault = Error;
    const Wrong = TypeError;
    const TooMuch = RangeError;
    const Now = Date;
    const Text = String;
    const slice = String.prototype.slice;
    const lower = String.prototype.toLowerCase;
    const { has, get, set, delete: remove } = Map.prototype;
    const setHas = Set.prototype.has;

    const KEPT = new Set(('Object Function Array String Date Number Boolean RegExp Math JSON NaN Infinity undefined isNaN isFinite '
        + 'parseFloat parseInt encodeURI encodeURIComponent decodeURI decodeURIComponent eval escape unescape Error EvalError '
        + 'RangeError ReferenceError SyntaxError TypeError URIError AggregateError ArrayBuffer Int8Array Uint8Array '
        + 'Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float16Array Float32Array Float64Array BigInt64Array '
        + 'BigUint64Array DataView BigInt Map Set WeakMap WeakSet WeakRef FinalizationRegistry Symbol Reflect Proxy Promise '
        + 'Iterator globalThis Intl').split(' '));
    for (const name of getOwnPropertyNames(globalThis)) {
        if (!KEPT.has(name)) {
            delete globalThis[name];
        }
    }

    function text(value, most, what) {
        const written = stringify(value);
        if (written === undefined) {
            return 'null';
        }
        if (written.length > most) {
            throw new TooMuch(what + ' is too long: ' + written.length + ' characters, at most ' + most);
        }
        return written;
    }

    // ---- questions to the server: each is answered at most once, later ----

    const waiting = new Map();
    let lastAsk = 0;

    function ask(name, data, answered) {
        const written = text(data, limits.output, name);
        lastAsk++;
        if (!host('ask', lastAsk, name, written, answered !== undefined)) {
            throw new TooMuch('too much is asked for at once');
        }
        if (answered) {
            apply(set, waiting, [lastAsk, answered]);
        }
    }

    function answer(id, good, written) {
        const answered = apply(get, waiting, [id]);
        apply(remove, waiting, [id]);
        if (answered) {
            answered(good, parse(written));
        }
    }

    // ---- socket ----

    const listeners = new Map();
    const COMMANDS = new Set(['AgentCTI', 'AgentCTINotification', 'RealtimeCTI']);

    function listen(name, listener, once) {
        if (typeof listener !== 'function') {
            throw new Wrong('socket.on wants the name of an event and a function');
        }
        const all = apply(get, listeners, [name]) || [];
        all[all.length] = { listener, once };
        apply(set, listeners, [Text(name), all]);
        return socket;
    }

    function forget(name, listener) {
        const all = apply(get, listeners, [name]) || [];
        const kept = [];
        for (let i = 0; i < all.length; i++) {
            if (listener !== undefined && all[i].listener !== listener) {
                kept[kept.length] = all[i];
            }
        }
        apply(set, listeners, [Text(name), kept]);
        return socket;
    }

    function emit(name, data, acknowledge) {
        if (apply(setHas, COMMANDS, [name])) {
            ask(name, data, typeof acknowledge === 'function' ? (good, value) => acknowledge(value) : undefined);
        } else if (name === 'subscribe') {
            // here the handlers themselves say which events a script wants
            if (typeof acknowledge === 'function') {
                apply(then, NewPromise.resolve({ ok: true }), [acknowledge]);
            }
        } else {
            host('line', 'warn', 'socket.emit: the server knows no "' + Text(name) + '"');
        }
        return socket;
    }

    const nothing = () => socket;
    const socket = {
        id: 'hosted',
        connected: true,
        disconnected: false,
        on: (name, listener) => listen(name, listener, false),
        addListener: (name, listener) => listen(name, listener, false),
        addEventListener: (name, listener) => listen(name, listener, false),
        once: (name, listener) => listen(name, listener, true),
        off: forget,
        removeListener: forget,
        removeAllListeners: (name) => forget(name),
        emit,
        send: nothing,
        open: nothing,
        connect: nothing,
        close: nothing,
        disconnect: nothing,
        io: { on: nothing, opts: {} },
    };
    const io = () => socket;
    io.connect = io;
    io.io = io;
    io.default = io;

    // ---- fetch ----

    function plainHeaders(headers) {
        const plain = {};
        if (headers !== undefined && headers !== null) {
            for (const name of keys(headers)) {
                plain[name] = Text(headers[name]);
            }
        }
        return plain;
    }

    function response(value) {
        return {
            ok: value.status >= 200 && value.status < 300,
            status: value.status,
            statusText: value.statusText,
            url: value.url,
            redirected: false,
            headers: {
                get: (name) => {
                    const found = value.headers[apply(lower, Text(name), [])];
                    return found === undefined ? null : found;
                },
                has: (name) => value.headers[apply(lower, Text(name), [])] !== undefined,
            },
            text: () => NewPromise.resolve(value.body),
            json: () => apply(then, NewPromise.resolve(value.body), [parse]),
        };
    }

    function fetch(url, options) {
        return new NewPromise((resolve, reject) => {
            const wanted = options === undefined || options === null ? {} : options;
            const body = wanted.body;
            const request = {
                url: Text(url),
                method: wanted.method === undefined ? 'GET' : Text(wanted.method),
                headers: plainHeaders(wanted.headers),
                body: body === undefined || body === null ? '' : Text(body),
            };
            ask('fetch', request, (good, value) => good
                ? resolve(response(value))
                : reject(new Wrong('fetch failed: ' + value.failure)));
        });
    }

    // ---- console ----

    function shown(value) {
        if (typeof value === 'string') {
            return value;
        }
        if (value instanceof Fault) {
            return Text(value);
        }
        if (typeof value === 'object' && value !== null) {
            try {
                return text(value, limits.console, 'what console shows');
            } catch (e) {
                return Text(e);
            }
        }
        return Text(value);
    }

    function line(level) {
        return (...values) => {
            let all = '';
            for (let i = 0; i < values.length && all.length <= limits.console; i++) {
                all += (i === 0 ? '' : ' ') + shown(values[i]);
            }
            host('line', level, apply(slice, all, [0, limits.console]));
        };
    }

    // ---- what a script sees ----

    const world = {
        event: {},
        socket,
        io,
        wakeup: (url, peer, mode) => {
            socket.emit('AgentCTI', { url, peer, mode });
        },
        notification: (peer, type, title, body) => {
            socket.emit('AgentCTINotification', { peer, type, title, body });
        },
        pushevent: (name, data, reference, url) => {
            data.time = new Now();
            socket.emit('RealtimeCTI', { type: name, channel: data, reference, url });
        },
        console: { log: line('log'), info: line('log'), debug: line('log'), warn: line('warn'), error: line('error') },
        fetch,
        require: (name) => {
            if (name === 'socket.io-client') {
                return io;
            }
            throw new Fault("there is no module '" + Text(name) + "': a hosted script has only socket.io-client");
        },
        variables: freeze(parse(names)),
        integration: freeze({ appname }),
    };
    for (const name of keys(world)) {
        defineProperty(globalThis, name, { value: world[name], writable: true, configurable: true, enumerable: true });
    }

    // ---- an event comes ----

    // whatever the script has made of it since, also with let or const
    // eslint-disable-next-line no-undef
    const handlers = () => event;

    function once(all, entry) {
        const kept = [];
        for (let i = 0; i < all.length; i++) {
            if (all[i] !== entry) {
                kept[kept.length] = all[i];
            }
        }
        return kept;
    }

    function tell(name, data, results) {
        const all = apply(get, listeners, [name]) || [];
        for (let i = 0; i < all.length; i++) {
            if (all[i].once) {
                apply(set, listeners, [name, once(apply(get, listeners, [name]), all[i])]);
            }
            const result = all[i].listener(data);
            results[results.length] = result;
        }
        return all.length;
    }

    function listensWith(name, handler) {
        const all = apply(get, listeners, [name]) || [];
        for (let i = 0; i < all.length; i++) {
            if (all[i].listener === handler) {
                return true;
            }
        }
        return false;
    }

    // false for an object that the script has frozen
    const put = Reflect.set;

    // A script may listen to the socket and call its own handlers from there, as the original's template does, or leave the
    // calling to us. Each handler is called once, whichever way it is reached.
    function dispatch(kind, data) {
        const results = [];
        const own = handlers();
        const handler = own === undefined || own === null ? undefined : own[kind];
        let called = typeof handler !== 'function' || listensWith(kind, handler) || listensWith('event', handler);
        const standIn = function (...values) {
            called = true;
            const result = apply(handler, this, values);
            results[results.length] = result;
            return result;
        };
        const heard = apply(has, listeners, [kind]) || apply(has, listeners, ['event']);
        const watched = !called && heard && put(own, kind, standIn);
        // a frozen one can not be watched; who listens to the socket is then taken at his word
        called = called || (heard && !watched);
        try {
            tell(kind, data, results);
            tell('event', data, results);
        } finally {
            if (watched && own[kind] === standIn) {
                put(own, kind, handler);
            }
        }
        if (!called) {
            const result = own[kind](data);
            results[results.length] = result;
        }
        return results;
    }

    function settle(call, results) {
        let open = 1;
        const done = () => {
            open--;
            if (open === 0) {
                host('ended', call);
            }
        };
        const failed = (e) => host('failed', call, e, shown(e));
        for (let i = 0; i < results.length; i++) {
            const result = results[i];
            if (typeof result === 'object' && result !== null && typeof result.then === 'function') {
                open++;
                apply(then, NewPromise.resolve(result), [done, failed]);
            }
        }
        done();
    }

    return {
        call: (kind, call, written) => {
            let results;
            try {
                results = dispatch(kind, parse(written));
            } catch (e) {
                host('failed', call, e, shown(e));
                return;
            }
            settle(call, results);
        },
        answer,
        loaded: () => {
            const none = [];
            tell('connect', undefined, none);
            const found = [];
            const own = handlers();
            if (typeof own === 'object' && own !== null) {
                for (const name of keys(own)) {
                    if (typeof own[name] === 'function') {
                        found[found.length] = name;
                    }
                }
            }
            listeners.forEach((all, name) => {
                if (all.length > 0) {
                    found[found.length] = 'socket ' + name;
                }
            });
            return stringify(found);
        },
    };
})
