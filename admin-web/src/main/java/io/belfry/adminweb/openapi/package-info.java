/** The description of the REST interface: made of a file for each resource, and shown as a page. */
package io.belfry.adminweb.openapi;
