/**
 * The push of the backends' health to a service elsewhere, when it changes and at a regular pace.
 */
@NullMarked
package dev.chasqui.application.push;

import org.jspecify.annotations.NullMarked;
