/** What administrators save has one owner, whom everybody asks over the bus. */
package io.belfry.core.settings;
