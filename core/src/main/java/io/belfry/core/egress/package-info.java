/**
 * Requests to other people's servers whose address a customer chose. They reach the internet and
 * what the operator allows, and nothing of the network that this server stands in.
 */
package io.belfry.core.egress;
