/**
 * Runs customers' scripts: starts worker processes, gives them events in order, watches the clock,
 * and carries what they ask for to who can do it. No JavaScript runs in this process.
 */
package io.belfry.core.script;
