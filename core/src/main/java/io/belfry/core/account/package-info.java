/**
 * Who may log in as administrator or supervisor, how a password is kept and checked (agents' too),
 * and who did what. Uses {@code web} and {@code store}; neither knows it.
 */
package io.belfry.core.account;
