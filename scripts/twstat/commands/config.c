// SPDX-License-Identifier: GPL-2.0
/* What can be set. */
#include <limits.h>
#include <string.h>

#include "ask/fetch.h"
#include "base/fail.h"
#include "base/number.h"
#include "base/options.h"
#include "commands/commands.h"
#include "show/format.h"
#include "show/json.h"
#include "show/page.h"
#include "show/table.h"

/**
 * struct setting - something that can be set
 * @attribute: TWSTAT_A_CONFIG_*
 * @what: what it is, in plain words
 * @kind: what it takes
 */
struct setting {
	int attribute;
	const char *what;
	enum { SWITCH, PERCENT, NUMBER, FIXED } kind;
};

static const struct setting settings[] = {
	{ TWSTAT_A_CONFIG_SEGMENTS, "count what arrives for sockets in TIME_WAIT",
	  SWITCH },
	{ TWSTAT_A_CONFIG_PORTS, "count searches for a local port", SWITCH },
	{ TWSTAT_A_CONFIG_REUSE, "count why ports can't be reused", SWITCH },
	{ TWSTAT_A_CONFIG_STATES, "count state transitions, and how connections end",
	  SWITCH },
	{ TWSTAT_A_CONFIG_REUSE_EXACT, "look at each decision about reuse", SWITCH },
	{ TWSTAT_A_CONFIG_CONNECT_RESULT, "look at each search's result", SWITCH },
	{ TWSTAT_A_CONFIG_DESTINATIONS_MAX, "how many destinations, and services",
	  NUMBER },
	{ TWSTAT_A_CONFIG_DESTINATIONS_LIMIT, "the most that this can be", FIXED },
	{ TWSTAT_A_CONFIG_THRESHOLD_UP, "% of ports from which there is an event",
	  PERCENT },
	{ TWSTAT_A_CONFIG_THRESHOLD_DOWN, "% of ports below which that is over",
	  PERCENT },
	{ }
};

static const struct setting *setting_find(const char *name)
{
	int attribute = name_find(&names_config, name);
	const struct setting *setting;

	for (setting = settings; setting->attribute; setting++)
		if (setting->attribute == attribute)
			return setting;
	usage("There is no setting '%s'; see twstat config.", name);
}

static __u32 value_read(const struct setting *setting, const char *text)
{
	unsigned long value, most = UINT_MAX;

	if (setting->kind == FIXED)
		usage("%s can't be set: it is a parameter of the module.",
		      name_of(&names_config, setting->attribute));
	if (setting->kind == SWITCH) {
		if (!strcmp(text, "on") || !strcmp(text, "1"))
			return 1;
		if (!strcmp(text, "off") || !strcmp(text, "0"))
			return 0;
		usage("'%s' is neither on nor off.", text);
	}
	if (setting->kind == PERCENT)
		most = 100;
	if (!number_read(text, &value) || value > most)
		usage("'%s' is no number from 0 to %lu.", text, most);
	return value;
}

/**
 * struct change - what a setting is to be
 * @setting: which
 * @value: what
 */
struct change {
	const struct setting *setting;
	__u32 value;
};

static void change_read(struct change *change, char *pair)
{
	char *value = strchr(pair, '=');

	if (!value)
		usage("'%s' is no NAME=VALUE.", pair);
	*value++ = '\0';
	change->setting = setting_find(pair);
	change->value = value_read(change->setting, value);
}

static void set(struct client *client, int argc, char **argv)
{
	struct change change[TWSTAT_A_CONFIG_MAX];
	struct nlmsghdr *request;
	int i;

	if (argc > TWSTAT_A_CONFIG_MAX)
		usage("These are more settings than there are.");
	for (i = 0; i < argc; i++)
		change_read(&change[i], argv[i]);

	request = client_request(client, TWSTAT_CMD_CONFIG_SET);
	for (i = 0; i < argc; i++) {
		if (change[i].setting->kind == NUMBER)
			mnl_attr_put_u32(request, change[i].setting->attribute,
					 change[i].value);
		else
			mnl_attr_put_u8(request, change[i].setting->attribute,
					change[i].value);
	}
	client_do(client, NULL, NULL);
}

static struct text value_text(const struct setting *setting,
			      const struct record *config)
{
	static const struct text on = { "on" }, off = { "off" };

	if (setting->kind == SWITCH && config->known[setting->attribute])
		return config->value[setting->attribute] ? on : off;
	return format_number(config, setting->attribute);
}

static void print(const struct record *config)
{
	struct table *table = table_begin("setting|>value|what it is");
	const struct setting *setting;
	struct page page;

	for (setting = settings; setting->attribute; setting++) {
		table_cell(table, "%s", name_of(&names_config, setting->attribute));
		table_cell(table, "%s", value_text(setting, config).is);
		table_cell(table, "%s", setting->what);
	}
	page_begin(&page);
	table_end(table, page.to);
	page_print(&page);
}

/**
 * command_config() - print what can be set, or set it
 * @client: the client
 * @argc: how many arguments there are
 * @argv: NAME=VALUE of what is to be set
 */
void command_config(struct client *client, int argc, char **argv)
{
	struct record config;

	if (argc) {
		set(client, argc, argv);
		return;
	}
	fetch_config(client, &config);
	if (options.json)
		json_print(json_record(&config, &names_config));
	else
		print(&config);
}
