/** The one order of call events, told to who follows it: first from the log, then live. */
package io.belfry.realtimepush.feed;
