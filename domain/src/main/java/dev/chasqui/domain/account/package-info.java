/**
 * The users, teams and keys that share a server, with their rights, limits and budgets, and the
 * prices of models.
 */
@NullMarked
package dev.chasqui.domain.account;

import org.jspecify.annotations.NullMarked;
