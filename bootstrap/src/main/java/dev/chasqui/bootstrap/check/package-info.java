/**
 * The checks that run before a server starts. {@code serve} and {@code config check} run the same
 * ones, so that no start fails after a check has found no mistake.
 */
@NullMarked
package dev.chasqui.bootstrap.check;

import org.jspecify.annotations.NullMarked;
