/** Tests of users, keys, limits and budgets from outside of a started server. */
@NullMarked
package dev.chasqui.bootstrap.governance;

import org.jspecify.annotations.NullMarked;
