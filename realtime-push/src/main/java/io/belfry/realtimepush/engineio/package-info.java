/**
 * Engine.IO, revisions 3 and 4, on Vert.x HTTP: sessions over polling and websocket, heartbeats,
 * the change from one to the other. Written from the protocol's documents; knows nothing of what is
 * said in a session.
 */
package io.belfry.realtimepush.engineio;
