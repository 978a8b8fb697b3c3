/**
 * Other people's programs: call events by the original's names, and commands to agents' screens and
 * the Realtime table, over socket.io.
 */
package io.belfry.realtimepush.programs;
