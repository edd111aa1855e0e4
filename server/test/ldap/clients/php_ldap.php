<?php
// php-ldap as Nextcloud uses it: the root DSE, pages of 500 with the control, one UUID attribute after the other, who am I.

$base = getenv('LDAP_BASE');
$link = ldap_connect('ldap://' . getenv('LDAP_HOST') . ':' . getenv('LDAP_PORT'));
ldap_set_option($link, LDAP_OPT_PROTOCOL_VERSION, 3);
ldap_set_option($link, LDAP_OPT_REFERRALS, 0);
$secured = ldap_start_tls($link);
$bound = ldap_bind($link, "cn=app,ou=services,$base", 'app secret');

$root = ldap_get_entries($link, ldap_read($link, '', '(objectClass=*)', ['namingContexts', 'supportedControl']))[0];

$people = [];
$pages = 0;
$cookie = '';
do {
    $control = ['oid' => LDAP_CONTROL_PAGEDRESULTS, 'iscritical' => true, 'value' => ['size' => 500, 'cookie' => $cookie]];
    $filter = '(|(objectclass=inetOrgPerson))';
    $result = ldap_search($link, $base, $filter, ['uid', 'displayName'], 0, 0, 0, LDAP_DEREF_NEVER, [$control]);
    ldap_parse_result($link, $result, $code, $matched, $message, $referrals, $controls);
    $entries = ldap_get_entries($link, $result);
    for ($at = 0; $at < $entries['count']; $at++) {
        $people[$entries[$at]['uid'][0]] = true;
    }
    $pages++;
    $cookie = $controls[LDAP_CONTROL_PAGEDRESULTS]['value']['cookie'] ?? '';
} while ($cookie !== '');

$person = "uid=li.wei,ou=people,$base";
$uuids = [];
foreach (['entryuuid', 'nsuniqueid', 'objectguid', 'guid', 'ipauniqueid'] as $attribute) {
    $entry = ldap_get_entries($link, ldap_read($link, $person, 'objectClass=*', [$attribute]))[0];
    $uuids[$attribute] = $entry[$attribute][0] ?? null;
}

$groups = ldap_search($link, $base, "(&(objectclass=groupOfUniqueNames)(uniqueMember=$person))", ['cn']);

echo json_encode([
    'secured' => $secured,
    'bound' => $bound,
    'naming_contexts' => $root['namingcontexts'][0],
    'pages_offered' => in_array('1.2.840.113556.1.4.319', $root['supportedcontrol'], true),
    'people' => count($people),
    'pages' => $pages,
    'uuids' => $uuids,
    'groups' => ldap_count_entries($link, $groups),
    'whoami' => ldap_exop_whoami($link),
    'compare' => ldap_compare($link, $person, 'mail', 'LI.WEI@EXAMPLE.COM'),
    'wrong_password' => [@ldap_bind($link, $person, 'wrong'), ldap_errno($link)],
    'empty_password' => [@ldap_bind($link, $person, ''), ldap_errno($link)],
]);
