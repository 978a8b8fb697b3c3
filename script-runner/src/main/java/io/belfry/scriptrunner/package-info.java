/**
 * The process that runs customers' JavaScript. It is started by the server with a small heap and an
 * empty environment, reads requests from its standard input, writes one answer to each on its
 * standard output, and is killed when a script does not end. It knows nothing of the server but
 * this conversation, and holds nothing that is worth stealing.
 */
package io.belfry.scriptrunner;
