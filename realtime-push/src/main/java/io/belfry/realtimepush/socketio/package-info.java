/**
 * Socket.IO over Engine.IO sessions: namespaces, events and acknowledgements as clients of 1.x to
 * 4.x speak them. Written from the protocol's documents; knows nothing of what events mean.
 */
package io.belfry.realtimepush.socketio;
