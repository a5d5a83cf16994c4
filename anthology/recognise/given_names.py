"""A word in; how sure it is that it is a given name, and the accents it may have lost, out.

The lists are common given names as anybody knows them. They only hint: the order of a list of names is
decided by capitals where there are any, and a name that is in no list is as good as another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from anthology.names import collation_key
from anthology.recognise.patterns import pattern

_FRENCH = """
Avril April Elena Elias Elia Elina Elisa Kevin Eden Enola Andrea Helena Selena Mateo Melina Melissa Amelia
Aurelia Enora Eliot Evan Yael Leni Gael Naim Matheo Danny Elea Elouan Edgard Elric Emy Ema Ezio Aaron Abel
Abigaïl Adam Adélaïde Adèle Adeline Adélie Adelin Adem Adrien Adrienne Agathe Aglaé Agnès Aimé Aimée Alain
Alan Alban Albane Albert Alexandra Alexandre Alexia Alexis Alfred Alice Aliénor Alicia Aline Alix Alison
Alphonse Alyssa Amanda Amandine Amaury Amaya Ambre Ambroise Amélia Amélie Amaël Amine Anaé Anaëlle Anaïs
Anastasia Anatole Anders André Andréa Andrée Ange Angèle Angela Angélique Angéline Anna Annabelle Anne
Annette Annick Annie Anouk Anthony Antoine Antonin Apolline Archibald Ariane Ariel Arielle Arlette Armand
Armelle Arnaud Arsène Arthur Astrid Aubin Aude Audrey Auguste Augustin Aurélia Aurélie Aurélien Aurore Axel
Axelle Aymeric Babette Baptiste Barbara Barnabé Barthélemy Basile Bastian Bastien Bastienne Baudouin
Béatrice Bénédicte Benjamin Benoît Bérangère Bérénice Bernadette Bernard Bertrand Bertille Blaise Blanche
Blandine Bleuenn Boris Brice Brigitte Briac Bruno Brune Bryan Callie Calixte Camélia Camille Candice
Capucine Carine Carla Carmen Carole Caroline Cassandra Cassandre Catherine Cécile Cédric Célestin Célestine
Célia Célian Céline Céleste Césaire César Chantal Charlène Charles Charley Charline Charlie Charlotte Chiara
Chloé Christelle Christian Christiane Christine Christophe Claire Clara Clarisse Claude Claudette Claudia
Claudie Claudine Cléa Clélia Clémence Clément Clémentine Cléo Cléophée Clothilde Clotilde Clovis Coline
Colette Coralie Corentin Corine Corinne Cosima Côme Cynthia Cyprien Cyriaque Cyril Cyrille Damien
Daniel Danièle Danielle Dany Daphné David Davy Déborah Delphine Denis Denise Diane Didier Dimitri Dominique
Donatien Donovan Dorian Doriane Dorine Dorothée Dylan Edgar Édith Édouard Edmond Edwige Élaine Éléa
Éléna Eléna Éléonore Éli Élia Éliane Élias Élie Éliette Élina Éline Éliot Eliott Elliot Élisa Élisabeth
Élise Élodie Éloi Éloïse Élouan Elsa Elvire Élyne Émeline Émeric Émérence Émile Émilie Émilien Émilienne
Emma Emmanuel Emmanuelle Emmy Enguerrand Énora Enzo Éric Érica Erwan Erwann Esteban Estelle Esther
Ethan Étienne Eugène Eugénie Eulalie Eva Évan Ève Éveline Évelyne Ewen Eytan Fabien Fabienne Fabrice Fanny
Fantine Faustine Félicie Félicien Félicité Félix Ferdinand Fernand Fernande Fiona Firmin Flavie Flavien
Fleur Flora Florence Florent Florentin Florian Floriane Florine Francine Francis Franck François Françoise
Frank Frédéric Frédérique Gabin Gabriel Gabrielle Gaël Gaëlle Gaëtan Gaëtane Garance Gaspard Gaston Gauthier
Gautier Geneviève Geoffrey Geoffroy Georges Georgette Gérald Géraldine Gérard Germain Germaine Ghislain
Ghislaine Gilbert Gilberte Gildas Gilles Gillian Ginette Gisèle Gladys Grégoire Grégory Guilhem Guillaume
Gustave Guy Guylaine Gwenaël Gwenaëlle Gwendal Gwendoline Gwladys Hadrien Harmonie Hector Hélène Héloïse
Henri Henriette Hermine Hervé Hippolyte Honoré Hortense Hubert Hugo Hugues Huguette Ilan Iléana Inès Ingrid
Irène Iris Isabelle Isaac Isaure Isidore Isild Ivan Jacky Jacob Jacqueline Jacques Jade James Jason Jasmine
Jean Jeanne Jeannine Jennifer Jenny Jérémie Jérémy Jérôme Jessica Jessie Jessy Joachim Joan Joanna Joanne
Jocelyn Jocelyne Joël Joëlle Johan Johanna Johanne Johann Johnny Jonas Jonathan Jordan Jordane Joris Joseph
Joséphine Josette Josiane Josselin Joy Juan Jude Judith Jules Julia Julian Juliane Julie Julien Julienne
Juliette June Justin Justine Karen Karim Karine Karl Katia Kelly Kenza Kévin Killian Kilian Kim Klara Kylian
Kyllian Laëtitia Laetitia Laly Lana Lara Laura Laure Lauren Laurence Laurent Laurène Laurette Laurie Laurine
Lauriane Lazare Léa Léana Léandre Leïla Leila Léna Lénaïc Lénaïg Léni Lenny Léo Léon Léonard Léonie Léonor
Léopold Léopoldine Leslie Lila Lilas Lili Lilia Liliane Lilian Lilou Lily Lina Linda Line Lisa Lise Lison
Livia Loan Loane Loann Loanne Logan Loïc Loïs Loïse Loïck Lola Lorenzo Lorène Loriane Lorraine Lou Louane
Louann Louanne Louis Louisa Louise Louison Louka Louna Luc Luca Lucas Luce Lucie Lucien Lucienne Lucile
Lucille Ludivine Ludovic Luka Lukas Luna Lydia Lydie Lylou Lyna Lysandre Madeleine Madeline Madison Mado Maé
Maël Maëlie Maëline Maëlle Maëly Maëlys Maelys Maéva Maëva Maewenn Maëwenn Magali Maïa Maïlys Maïté Maïwenn
Malo Malou Malorie Manon Marc Marceau Marcel Marceline Marcelle Margaux Margot Margault Marguerite Maria
Marianne Marie Mariette Marilou Marilyne Marin Marina Marine Marion Marius Marjolaine Marjorie Marlène
Marlon Marthe Martial Martin Martine Maryline Maryse Mathéo Mathias Mathieu Mathilda Mathilde Mathis Mathys
Mathurin Matteo Matéo Mattéo Matthias Matthieu Matthis Maud Maude Maureen Maurice Mauricette Max Maxence
Maxime Maximilien Maya Maylis Maÿlis Médéric Mélanie Mélina Méline Mélinda Mélissa Mélisande Mélodie
Méryl Michaël Michel Michèle Michelle Mickaël Mikaël Mila Milan Milo Mireille Miriam Modeste Mona Monique
Morgan Morgane Murielle Muriel Mylan Mylène Myriam Myrtille Mélusine Nadège Nadine Naël Naëlle Naïs Nancy
Naomi Nathalie Nathan Nathanaël Nelly Nestor Nicolas Nicole Nina Ninon Nino Noa Noah Noam Noé Noël Noëlle
Noélie Noéline Noémie Nolan Nolwenn Norbert Octave Odette Odile Océane Olivia Olivier Olympe Ombeline
Ophélie Orane Oriane Orianne Orlane Oscar Oswald Ottilie Pablo Paloma Paola Paolo Pascal Pascale Pascaline
Patrice Patricia Patrick Paul Paule Paulette Paulin Pauline Pénélope Perle Perrine Philibert Philippe
Philippine Philomène Pierre Pierrette Pierrick Priscilla Priscille Prosper Prune Quentin Rachel Rafaël Raoul
Raphaël Raphaëlle Raymond Raymonde Rayane Rebecca Régine Régis Reine Rémi Rémy Renaud René Renée Richard
Robert Robin Rodolphe Rodrigue Roger Roland Rolande Romain Roman Romane Romaric Roméo Romy Ronan Rosalie
Rose Roseline Rosie Roxane Rudy Ruben Sabine Sabrina Sacha Salomé Salomon Samantha Samson Samuel Samy Sandie
Sandra Sandrine Sandy Sara Sarah Sasha Saskia Sébastien Ségolène Séléna Selma Séraphin Séraphine Serge
Servane Séverin Séverine Sévérine Shana Sharon Shirley Sibylle Sidonie Siméon Simon Simone Soizic Solal
Solange Solène Solenn Solenne Solveig Soline Sophia Sophie Soraya Stan Stanislas Stella Stéphane Stéphanie
Steven Suzanne Suzy Sven Swann Sylvain Sylvaine Sylvère Sylvestre Sylvia Sylviane Sylvie Tanguy Tania Tara
Tatiana Téo Tess Tessa Thaïs Théa Thelma Théo Théodora Théodore Théophile Thérèse Thibaud Thibault Thibaut
Thierry Thomas Tiffany Tifaine Tifenn Timéo Timothé Timothée Tina Tiphaine Titouan Tom Tony Toscane Tristan
Tugdual Ulysse Urbain Ursule Valentin Valentine Valère Valérian Valérie Valéry Vanessa Vanille Véra
Véronique Vianney Vicky Victoire Victor Victoria Victorine Vincent Vincente Violaine Violette Virgile
Virginie Viviane Vivien Vladimir Walter Wendy Wilfried William Willy Xavier Yaël Yaelle Yanis Yann Yannick
Yannis Yasmine Ylan Yohan Yoann Yolande Yoan Youna Youri Ysé Yseult Yvan Yves Yvette Yvon Yvonne Zacharie
Zélie Zéphyr Zita Zoé Zoélie Loris Timéa Maddy Ilann Aloïs Alizée Amélys Annabel Annaëlle Ashley Aymar
Aymerick Azélie Azur Bérengère Bertrande Bettina Bixente Brandon Brendan Briana Calie Calvin Camélya Cassie
Cathy Cédrick Chanel Charlélie Cindy Clarence Clarance Clélie Clémentin Cloé Colas Coleen Coraline Dalila
Danaé Dana Darius Davina Deborah Diego Dimitry Doriana Éden Éva Édène Elliott Elouann Elynn Emilien Emrick
Énola Ernest Estéban Étan Ézéchiel Fabio Faustin Faye Félicia Filipe Fleurine Fostine Gabriella Gaïa Gauvain
Ginevra Giulia Gladice Gweltaz Gwenn Haïley Héléna Hélia Hélori Hermance Hugoline Iban Idriss Illan Iloan
Imanol Inaki Ioana Isaline Isis Ismérie Jaden Jana Janelle Jarod Jasmin Jérémi Joackim Joana Joella Joévin
Jolan Joline Jolyne Jonah Judicaël Juliann Justyne Kaïs Kara Kassandra Katell Kaylia Keira Kellian Kenan
Kenny Kenzo Keryan Keziah Klervi Laïa Lalie Lancelot Laora Laureen Laurelenn Lazlo Léanna Léane Lehna Léia
Leny Lenzo Léopaul Lia Liana Lilly Lilwenn Lino Liséa Lisandre Lizea Lizenn Lohan Loéva Loïcia Lorenza
Lorette Lorie Lorine Lorick Louca Louve Luana Lubin Ludovica Luigi Luis Lyam Lyana Lylia Lysa Lyse Maïann
Maïlie Maïna Maïssane Maéline Maëlan Maëna Maéna Malia Mallaury Mallory Mallorie Malory Mandy Manolo Manoë
Marcelin Margo Marley Marwane Matéis Mathéis Matis Matys Maxens Maxine Mayeul Mayline Mayron Mélisse Mélyne
Mérédith Merlin Mewen Mélian Mya Naëlys Naïa Naya Nayl Nayla Néo Nélia Nély Nèva Nils Nohan Nohé Nola
Noëline Norah Océan Oihana Oihan Oona Ophélia Orphée Owen Paco Peio Perceval Philéas Pia Quitterie Raffaël
Rafaëlle Raphaëla Romaïssa Romaine Romuald Rosa Rosalia Ryan Salomée Samba Santiago Saona Séléné Sélène
Shaïna Shanna Sienna Sirius Soan Sohan Sohann Solan Soléa Sonia Stecy Stephen Swan Sullivan Tao Tahina Téa
Tessie Thalia Thaïna Thalya Théane Thiago Thibeau Tiago Tim Timothy Tino Tiziano Tobias Tristane Tyméo Tyron
Valentina Valéria Vadim Victorien Virgil Wilhem Willem Yaëlle Yannic Yanick Yoni Yuna Youenn Ysaline Zack
Zadig Zélia
"""

_WORLD = """
Abdallah Abdel Abdelaziz Abdelkader Abderrahmane Abdou Abdoulaye Abdul Abdullah Abou Aboubacar Achille
Achraf Adama Adel Adil Adja Adnan Afonso Ahlam Ahmad Ahmed Aïcha Aicha Aïda Aida Aïssa Aissa Aïssata
Aïssatou Aissatou Ajay Akim Alae Ali Alia Alioune Aliou Aliyah Alpha Amadou Amal Amani Amar Amel Amina
Aminata Amir Amira Amjad Anass Anas Anaya Anis Anisa Anissa Anwar Arij Arjun Asma Asmaa Assa Assia Assya
Aslı Awa Aya Ayah Ayça Ayman Aymane Aymen Ayoub Ayşe Ayse Aziz Aziza Azzedine Badr Bakary Bilal Binta Bintou
Boubacar Brahim Chaïma Chaima Chaïmae Cheick Cheikh Chems Chérif Cherif Dalia Dalila Deniz Diaby Diarra Dina
Djamel Djamila Djibril Djénéba Dorsaf Dounia Driss Efe Ela Elif Emir Emre Farah Farès Fares Farid Farida
Fatima Fatiha Fatma Fatou Fatouma Fatoumata Faïza Fayçal Faycal Ferhat Fouad Fouzia Ghita Habib Habiba
Hachim Hadja Hafsa Hager Hajar Hakim Hala Halima Hamid Hamidou Hamza Hana Hanae Hanna Hanane Hani Haroun
Hasan Hassan Hassane Hatem Hatice Hawa Hayat Hiba Hicham Hind Houda Houssam Hugues Hussein Iba Ibrahim
Ibrahima Ibtissam Idir Idris Idriss Idrissa Ikram Ilham Ilies Ilias Ilona Ilyan Ilyas Ilyes Iman Imad Imane
Imen Imran Imrane Inaya Inès Ikrame Insaf Ishak Ishan Ismaël Ismail Ismaïl Israa Issa Issam Iyad Jabir Jalal
Jamal Jamel Jamila Jawad Jihane Kader Kadiatou Kadidia Kahina Kamal Kamel Kaoutar Karima Kassim Kawtar
Kelyan Khadija Khady Khaled Khalid Khalil Koffi Kouamé Lamia Lamine Larbi Latifa Layla Lahcen Leïna Liam
Lilya Linh Loubna Lounès Lounis Lyes Maha Mahamadou Mahdi Mahmoud Maïmouna Maimouna Maïssa Malak Malek Malik
Malika Mamadou Manel Marem Mariam Mariama Mariame Marouane Marwa Marwan Maryam Massinissa Mayssa Mehdi
Mehmet Meriem Meryem Messaoud Mina Mohamed Mohammad Mohammed Moktar Momo Mona Mouhamadou Mouna Mounia Mounir
Mourad Moussa Moustapha Mustapha Mustafa Myriam Nabil Nabila Nacer Nada Nadia Nadir Nadjat Naïm Naïma Naim
Naima Najat Najib Narjès Nasser Nassim Nassima Nawal Nawel Nayla Nesrine Ndeye Ngoc Nguyen Nihal Noha Noor
Nora Nordine Norah Nour Noura Noureddine Oumar Oumaima Oumou Oumy Osman Ousmane Othman Othmane Ouassim
Oussama Pierrick Priya Rabah Rabia Rachid Rachida Rafik Raja Rami Ramy Rania Rayan Rayhana Raghad Rayyan
Réda Reda Rhita Riad Ridha Rim Rokhaya Ryad Ryan Saad Sabah Sabri Safa Safia Safiya Said Saïd Saïda Saida
Salah Salem Salim Salima Salimata Salma Salif Saliha Sami Samia Samir Samira Sana Sanaa Sanâ Sarra Sékou
Sekou Selim Selin Selma Seydou Shaïma Shahin Siham Sihem Sirine Sofiane Sofian Souad Soufiane Souhaila
Soukaïna Soukaina Souleymane Soumaya Suleyman Syrine Tahar Tarek Tariq Tasnim Thu Thi Tidiane Tran Wael Wafa
Wahid Walid Wassim Wiam Wided Wissam Wissem Yacine Yahya Yacouba Yara Yasin Yasmin Yasmina Yassin Yassine
Yassir Yazid Younes Younès Youness Youcef Yousra Youssef Youssouf Yusuf Zahra Zainab Zakaria Zakariya
Zaineb Zaynab Zeina Zeinab Zeynep Ziad Zied Zineb Zinedine Zohra Zoubida Hiroshi Yuki Yuko Haruto Sakura
Kenji Akira Naoko Mei Ming Wei Jing Xin Yan Ling Hong Minh Huong Hoa Lan Thanh Trang Tuan Duc Dung Anh Bao
Chi Quynh Thuy Khanh Phuong Min-jun Ji-woo Seo-yeon Ravi Sanjay Anil Anita Deepak Kavita Meera Nisha Pooja
Rahul Rajesh Rohan Sunita Vikram Vijay Aarav Ananya Omar Omer Olga Svetlana Natalia Natasha Irina Ekaterina
Anastasiya Dmitri Dmitry Sergei Sergey Oleg Igor Yuri Mikhail Nikolai Oksana Olena Oleksandr Andriy
Volodymyr Bohdan Katarzyna Agnieszka Małgorzata Magdalena Krzysztof Piotr Paweł Tomasz Wojciech Jakub
Zuzanna Zofia Ewa Jan Milena Jovana Marko Nikola Luka Ivana Goran Zoran Dragan Ana Petra Tomáš Jana Lenka
Pavel Václav László Zoltán Gábor István Katalin Ágnes Éva Mihai Andrei Ioana Elena Cristina Alexandru Bogdan
Răzvan Ștefan Giorgos Yorgos Dimitris Kostas Nikos Eleni Sofia Katerina Ioannis Maarten Pieter Joost Sander
Wouter Bram Daan Sem Femke Fleur Lotte Sanne Anouk Marieke Annelies Jeroen Ruben Thijs Bart Kees Erik Anders
Lars Nils Sven Björn Magnus Gustav Ingrid Astrid Freja Maja Elin Linnea Mikkel Søren Jens Kirsten Karin Aino
Eero Juhani Leena Antti Oyvind Øyvind Håkon Sigrid Liv Chinedu Chidi Ngozi Oluwaseun Adebayo Folake Kwame
Kofi Ama Abena Thabo Sipho Nomsa Amara Femi Tunde Zainabu
"""

_ENGLISH = """
Abbie Abby Abigail Adrian Aidan Aiden Alana Alastair Albert Alec Alex Alexander Alexandra Alexis Alfie
Alfred Alice Alicia Alison Allan Allen Allison Alyssa Amanda Amber Amelia Amy Andrea Andrew Andy Angela
Angus Anita Ann Anna Anne Annie Anthony April Archie Aria Arthur Ashley Ashton Aubrey Audrey Austin Ava
Avery Bailey Barbara Barry Beatrice Becky Bella Ben Benjamin Bernadette Bernard Beth Bethany Betty Beverly
Bill Billy Blake Bob Bobby Brad Bradley Brandon Brenda Brendan Brian Bridget Brooke Bruce Bryan Bryce
Caitlin Caleb Callum Cameron Carl Carol Caroline Carolyn Carter Cassie Catherine Cecilia Celia Charles
Charlie Charlotte Chelsea Cheryl Chloe Chris Christian Christina Christine Christopher Ciara Claire Clara
Clare Clark Clayton Clive Cody Cole Colin Colleen Connor Conor Constance Cooper Cora Corey Courtney Craig
Curtis Cynthia Daisy Dale Damian Dan Daniel Danielle Danny Darren Dave David Dawn Dean Deborah Debra Declan
Denise Dennis Derek Diana Diane Dominic Donald Donna Doris Dorothy Doug Douglas Duncan Dustin Dylan Earl
Eddie Edgar Edith Edmund Edna Edward Edwin Eileen Elaine Eleanor Elijah Elizabeth Ella Ellen Ellie Elliot
Elliott Elsie Emily Emma Eric Erica Erin Ernest Esme Esther Ethan Eugene Eva Evan Eve Evelyn Evie Ewan Faith
Felicity Felix Fergus Finlay Finn Fiona Flora Florence Frances Francis Frank Fred Freddie Frederick Freya
Gail Gareth Gary Gavin Gemma Geoffrey George Georgia Georgina Gerald Geraldine Gideon Gillian Gina Glen
Gloria Gordon Grace Graham Grant Greg Gregory Greta Gwen Hailey Haley Hannah Harold Harriet Harrison Harry
Harvey Hayden Hazel Heather Heidi Helen Henry Hilary Holly Hope Howard Hugh Hunter Ian Imogen Ingrid Irene
Isaac Isabel Isabella Isla Ivy Jack Jackie Jackson Jacob Jacqueline Jake James Jamie Jan Jane Janet Janice
Jared Jasmine Jason Jay Jayden Jean Jeff Jeffrey Jennifer Jenny Jeremy Jesse Jessica Jill Jim Jimmy Joan
Joanna Joanne Jodie Joe Joel John Johnny Jon Jonathan Jordan Joseph Josh Joshua Joy Joyce Judith Judy Julia
Julian Julie Juliet June Justin Kara Karen Kate Katherine Kathleen Kathryn Kathy Katie Katrina Kayla Keith
Kelly Ken Kenneth Kenny Kerry Kevin Kieran Kimberly Kirsten Kirsty Kristen Kyle Kylie Lachlan Laura Lauren
Laurence Lawrence Leah Lee Leo Leonard Lewis Liam Lily Linda Lindsay Lindsey Lisa Liz Lizzie Logan Lorna
Louis Louise Lucas Lucy Luke Lydia Lynn Mabel Mackenzie Madeleine Madison Maggie Malcolm Mandy Marcus
Margaret Maria Marian Marie Marilyn Marion Mark Marsha Martha Martin Marvin Mary Mason Matt Matthew Maureen
Max Maxine May Megan Melanie Melissa Mia Michael Michelle Mike Mildred Millie Miranda Miriam Mitchell Moira
Molly Monica Morgan Murray Nancy Naomi Natalie Natasha Nathan Neil Nell Niamh Nicholas Nick Nicola Nicole
Nigel Nina Noah Noel Nora Norma Norman Olive Oliver Olivia Oscar Owen Paige Pamela Patricia Patrick Paul
Paula Pauline Peggy Penelope Penny Percy Peter Phil Philip Phillip Phoebe Phyllis Piers Polly Poppy Rachael
Rachel Ralph Randy Raymond Rebecca Reece Reginald Rex Rhys Richard Rick Ricky Riley Rita Rob Robert Roberta
Robin Rodney Roger Ron Ronald Rory Rosa Rosalind Rose Rosemary Rosie Ross Rowan Roy Ruby Rupert Russell Ruth
Ryan Sally Sam Samantha Samuel Sandra Sara Sarah Saskia Saul Scarlett Scott Sean Sebastian Seth Shane
Shannon Sharon Shaun Shawn Sheila Shelley Sherry Shirley Sidney Simon Sophia Sophie Spencer Stacey Stacy
Stanley Stella Stephanie Stephen Steve Steven Stewart Stuart Sue Summer Susan Susie Suzanne Sydney Sylvia
Tabitha Tamara Tamsin Tanya Tara Taylor Ted Teresa Terence Teri Terry Tessa Thea Theo Theodore Theresa
Thomas Tiffany Tim Timothy Tina Toby Todd Tom Tommy Tony Tracey Tracy Travis Trevor Tristan Tyler Una
Valerie Vanessa Vera Verity Vernon Veronica Victor Victoria Vincent Violet Virginia Vivian Vivien Wallace
Walter Wanda Warren Wayne Wendy Wesley Will William Willow Winifred Yvonne Zach Zachary Zara Zoe
"""

_SPANISH = """
Adela Adolfo Adrià Adrián Aina Ainara Ainhoa Aitana Aitor Alba Alberto Alejandra Alejandro Alfonso Alfredo
Alicia Almudena Álvaro Amaia Amalia Amparo Ana Andrea Andrés Andreu Ángel Ángela Ángeles Anna Antoni Antonia
Antonio Araceli Arantxa Ariadna Arnau Armando Artur Arturo Asunción Aurora Azucena Beatriz Begoña Belén
Benito Bernat Berta Biel Blanca Blai Borja Bruna Brígida Bruno Candela Carles Carlos Carlota Carme Carmen
Carolina Catalina Cayetana César Claudia Clàudia Clara Concepción Conchita Consuelo Cristian Cristina
Cristóbal Damián Daniela Dani Darío Débora Diego Dolors Dolores Domingo Edgar Eduard Eduardo Elena Elisa
Elisenda Eloi Eloísa Elvira Emilia Emilio Enric Enrique Ernest Ernesto Esperanza Esteban Estefanía Estel
Estela Eulàlia Eva Fátima Federico Felipe Félix Fermín Fernanda Fernando Ferran Francesc Francisca Francisco
Gabriela Gael Gemma Gerard Gerardo Germán Gisela Glòria Gloria Gonzalo Gorka Graciela Gregorio Griselda
Guadalupe Guifré Guillem Guillermo Gustavo Héctor Helena Hernán Hugo Ibai Ignacio Ignasi Iker Imma Inés
Inmaculada Íñigo Irene Isaac Isabel Ismael Itziar Ivette Iván Izan Jacinto Jaime Jan Jaume Javier Jesús
Jimena Joan Joana Joaquín Joaquim Jon Jordi Jorge José Josefa Josefina Josep Juan Juana Judit Julia Julián
Julio Júlia Laia Laura Leandro Leire Leonor Leticia Lidia Lídia Lluc Lluís Llúcia Lola Lorena Lorenzo
Lourdes Lucas Lucía Luciana Luis Luisa Luz Macarena Magda Magdalena Maite Manel Manuel Manuela Mar Marc
Marcel Marcelo Marcos María Marià Mariana Mariano Maribel Marina Mario Marisa Marisol Marta Martí Martín
Martina Mateo Mateu Matías Maximiliano Mayte Melchor Mercè Mercedes Meritxell Miguel Mikel Miquel Míriam
Mireia Mónica Mònica Montserrat Muriel Nacho Natalia Nerea Neus Nicolás Nieves Noa Noelia Norma Núria Nuria
Olalla Olga Oriol Óscar Pablo Paloma Patricia Patrícia Pau Paula Paulina Pedro Pepa Pepe Pere Pilar Pol Quim
Rafa Rafael Rafel Raimon Ramiro Ramon Ramón Raquel Raúl Rebeca Ricard Ricardo Rita Roberto Rocío Rodrigo
Roger Rogelio Román Rosa Rosario Roser Rubén Ruth Sabina Salvador Samuel Sandra Santi Santiago Sara Saúl
Sebastián Sergi Sergio Sílvia Silvia Sofía Soledad Sonia Susana Tamara Teo Teodoro Teresa Tomás Toni Unai
Valentín Valeria Vanesa Vega Verónica Vicent Vicente Vicenç Víctor Victoria Violeta Virginia Xavi Xavier
Ximena Yolanda Zaira Zoe Afonso Amélia Ângelo António Armindo Beatriz Bernardo Caio Catarina Célio Cristiano
Diogo Duarte Edson Fabiana Fábio Fernão Filipa Filipe Flávio Francisca Gonçalo Guilherme Heitor Helena
Henrique Inês Ivo Joana João Joaquim Jorge José Júlio Larissa Letícia Luana Luciana Luís Luísa Luiz Lurdes
Madalena Mafalda Manuela Marcelo Márcia Márcio Maria Mariana Matheus Mateus Miguel Nelson Nuno Otávio Paulo
Pedro Rafaela Renata Ricardo Rita Rodrigo Rogério Rui Sandra Sérgio Simão Sónia Susana Teresa Thaís Thiago
Tiago Tomás Vasco Vera Vitória Vítor
"""

_GERMAN = """
Achim Adelheid Albrecht Alexander Alfons Alina Amelie Andrea Andreas Angelika Anja Anke Anna Anneliese
Annette Anni Anton Antonia Armin Arne Arno Astrid August Barbara Bärbel Bastian Beate Benedikt Benjamin
Bernd Bernhard Bert Berta Bettina Birgit Björn Boris Brigitte Burkhard Carina Carl Carla Carsten Charlotte
Christa Christian Christiane Christina Christine Christoph Clara Claudia Clemens Cornelia Dagmar Daniel
Daniela David Dennis Detlef Dieter Dietmar Dietrich Dirk Dominik Doris Dorothea Eberhard Eckart Edith Elena
Elfriede Elias Elke Ella Ellen Elsa Emil Emilia Emma Erich Erik Erika Erna Ernst Erwin Eva Evelyn Fabian
Felix Ferdinand Finn Florian Franz Franziska Frauke Frederik Frida Frieda Friederike Friedrich Fritz Gabi
Gabriele Georg Gerd Gerda Gerhard Gerlinde Gernot Gertrud Gisela Götz Greta Gudrun Günter Günther Gustav
Hanna Hannah Hannes Hans Harald Hartmut Hauke Heide Heidi Heike Heiko Heiner Heinrich Heinz Helene Helga
Helmut Hendrik Henning Henriette Herbert Hermann Hilde Hildegard Holger Horst Hubert Ida Ilse Ina Ines Inga
Inge Ingeborg Ingo Ingrid Irene Iris Irmgard Isabel Isabella Jakob Jan Jana Janina Jannik Jens Joachim
Jochen Johann Johanna Johannes Jonas Jonathan Jörg Josef Judith Julia Julian Juliane Jürgen Jutta Kai Karin
Karl Karla Karola Karsten Katharina Kathrin Katja Katrin Kerstin Kilian Klara Klaus Konrad Konstantin
Kristin Kurt Lara Lars Laura Lea Lena Leni Lennart Leon Leonie Leopold Liesel Lina Linus Lisa Lorenz Lothar
Lotte Louisa Luca Ludwig Luis Luisa Lukas Lutz Magdalena Maik Maja Manfred Manuel Manuela Marcel Marco Maren
Margarete Margit Maria Marianne Marie Marina Mario Marion Marius Markus Marlene Marlies Marten Martha Martin
Martina Mathilda Matthias Max Maximilian Melanie Meike Merle Mia Michael Michaela Mila Miriam Monika Moritz
Nadine Natalie Nele Nicola Nicole Niklas Nils Nina Noah Norbert Olaf Ole Oliver Oskar Otto Pascal Patrick
Paul Paula Peter Petra Philipp Pia Rainer Ralf Ralph Raphael Regina Reinhard Reinhold Renate Richard Rita
Robert Robin Roland Rolf Romy Ronja Rosa Rosemarie Rudolf Ruth Sabine Sabrina Sandra Sarah Saskia Sebastian
Sibylle Siegfried Sigrid Silke Silvia Simon Simone Sonja Sophia Sophie Stefan Stefanie Steffen Stephan
Susanne Svenja Swantje Sybille Tanja Theo Theresa Therese Thorsten Tilman Tim Timo Tobias Tom Torben Torsten
Udo Ulf Uli Ulrich Ulrike Ursula Ute Uwe Valentin Vera Verena Veronika Viktor Viktoria Volker Waltraud
Walter Werner Wiebke Wilfried Wilhelm Wilhelmine Willi Wolf Wolfgang Yannick Yvonne
"""

_ITALIAN = """
Achille Ada Adele Adriana Adriano Agnese Agostino Alba Alberto Aldo Alessandra Alessandro Alessia Alessio
Alfredo Alice Allegra Ambra Amedeo Andrea Angela Angelica Angelo Anna Annalisa Antonella Antonia Antonino
Antonio Arianna Armando Arturo Asia Augusto Aurora Azzurra Barbara Beatrice Benedetta Benedetto Bianca Bruno
Camilla Carla Carlo Carlotta Carmela Carmelo Carmine Carolina Caterina Cecilia Cesare Chiara Cinzia Ciro
Claudia Claudio Clara Corrado Costanza Cristian Cristiana Cristina Daniela Daniele Dario Davide Debora Diego
Diletta Domenico Donatella Edoardo Elena Eleonora Elia Elisa Elisabetta Emanuela Emanuele Emilia Emma
Emiliano Emilio Enrica Enrico Enzo Erica Ermanno Ernesto Ettore Eugenio Eva Fabiana Fabio Fabiola Fabrizio
Federica Federico Felice Ferdinando Fernanda Filippo Fiorella Flavia Flavio Francesca Francesco Franco
Gabriele Gabriella Gaetano Gaia Gennaro Giacomo Giada Giancarlo Gianfranco Gianluca Gianluigi Gianmarco
Gianni Gilda Ginevra Gino Gioele Giordano Giorgia Giorgio Giovanna Giovanni Giulia Giuliana Giuliano Giulio
Giuseppe Giuseppina Giustina Gloria Graziella Grazia Greta Guglielmo Guido Ida Ignazio Ilaria Irene Isabella
Ivana Ivano Jacopo Lara Laura Leonardo Letizia Lia Lidia Liliana Lino Linda Livia Livio Lorena Lorenza
Lorenzo Luca Lucia Luciana Luciano Lucio Lucrezia Ludovica Ludovico Luigi Luigia Luisa Maddalena Manuela
Mara Marcella Marcello Marco Margherita Maria Mariangela Marianna Mariella Marina Mario Marisa Marta Martina
Massimiliano Massimo Matilde Matteo Mattia Maura Maurizio Mauro Melissa Mia Michela Michele Miriam Mirko
Monica Morena Nadia Nicola Nicole Nicolò Niccolò Noemi Nunzia Ornella Orazio Oriana Paola Paolo Pasquale
Patrizia Piera Pierluigi Piero Pietro Pina Raffaele Raffaella Rebecca Renata Renato Riccardo Rita Roberta
Roberto Rocco Rodolfo Romano Rosa Rosanna Rosaria Rosario Rossana Rossella Ruggero Sabina Sabrina Salvatore
Samuele Sandra Sandro Sara Sebastiano Serena Sergio Silvana Silvia Silvio Simona Simone Sofia Sonia Stefania
Stefano Susanna Tania Teresa Tiziana Tiziano Tommaso Ugo Umberto Valentina Valeria Valerio Vanessa Veronica
Vincenza Vincenzo Viola Virginia Vitale Vito Vittoria Vittorio Viviana Walter
"""

_FURTHER = """
Aaliyah Addison Adalyn Aleksandra Aleksander Alexa Alistair Amos Anika Ansel Anya Arlo Asher Atticus Aylin
Ayden Bailee Beau Beckett Belinda Bethan Blythe Bonnie Braden Brayden Brianna Brody Brogan Bronwyn Bryony
Cadence Camden Carissa Carys Casey Cassidy Cecily Cerys Cillian Clodagh Cohen Dakota Dalton Damon Dara Darcy
Daria Dashiell Deirdre Delaney Delilah Demi Desmond Devin Devon Dexter Diarmuid Dionne Doreen Dwayne Dwight
Eamon Ebony Effie Eilidh Eimear Eliza Ellis Elowen Elspeth Emerson Emery Eoin Eunice Euan Everett Ezra Finley
Finnian Fionn Fletcher Flynn Giles Gracie Grainne Greer Griffin Gwyneth Hadley Hamish Harley Harper Haruki
Hattie Hayley Honor Hudson Indira Iona Ira Jarrod Jasper Jaxon Jaylen Jemima Jenna Jeremiah Jolie Josie Judah
Kaia Kaitlyn Kaleb Katelyn Katy Kayleigh Keaton Keegan Kelsey Kendall Kendra Kiera Kyla Lacey Laila Landon
Leanne Lexi Libby Lilah Lillian Lincoln Lorcan Lottie Louie Lucinda Luther Lyla Macy Maddox Maeve Maisie
Malachi Mariah Marissa Mathew Matilda Mavis Maximus Meg Micah Mikaela Miles Morag Morwenna Muhammad Myles
Nathaniel Nellie Neve Niall Oisin Orla Parker Patsy Pearl Perry Peyton Piper Preston Prudence Quincy Rafferty
Ramona Raven Reagan Reese Reggie Reuben Rhian Rhiannon Roisin Roxanne Ryder Sadie Saoirse Savannah Sawyer
Shayla Shelby Sheridan Sierra Silas Sinead Siobhan Skye Susannah Tansy Tatum Teagan Teddy Tilly Trinity Trudy
Tyrone Wade Wendell Whitney Wilbur Willa Winston Wren Wyatt Xander Zane Zoey Abebe Abiodun Ade Adeola Adwoa
Akosua Akua Amaka Amarachi Ayodele Babatunde Chiamaka Chika Chinonso Chioma Chukwuemeka Dayo Ebele Ekow Emeka
Esi Funmilayo Ifeoma Ifeanyi Ikenna Jelani Kemi Kojo Kwabena Kwaku Kwasi Lerato Makena Nana Nia Njeri Nkechi
Nneka Obinna Oluchi Olumide Sade Segun Tafadzwa Tendai Themba Tobi Uche Wanjiru Yaa Yaw Zola Zuri Kelechi
Temitope Aditi Aditya Akash Anand Anjali Ankit Asha Ashok Avni Deepa Dev Devi Divya Gaurav Geeta Hari Isha
Ishaan Jaya Kabir Kavya Kiran Krishna Lakshmi Leela Manish Meena Mohan Mohit Neha Nikhil Nitin Pranav Prakash
Priyanka Raj Rakesh Reena Ritu Rohit Sachin Sanjana Shreya Sita Sneha Sonali Sunil Suresh Swati Uma Varun
Vinay Vivek Aiko Ayumi Daichi Emi Haruka Kaito Kazuki Keiko Makoto Miyu Naoki Riku Rin Satoshi Shinji Sora
Sota Takeshi Takumi Yui Yuto Jin Jisoo Minho Minji Sooyoung Hyun Seojun Xiao Ying Hui Qing Lei Yong Zhen
Aleksandr Aleksey Alena Alexey Andrzej Bartosz Boguslaw Bojan Boyan Branko Cezary Dagmara Danica Danuta Darya
Dejan Dimitar Dorota Dusan Filip Galina Gosia Grazyna Grzegorz Halina Iwona Jacek Jadwiga Janusz Jaroslav
Jelena Jerzy Jiri Justyna Kamil Kamila Karolina Kasia Katya Kinga Ksenia Lech Lidiya Ljubica Lubos Lucyna
Ludmila Lukasz Maciej Maksim Marcin Marek Mariya Masha Mateusz Matej Michal Mikolaj Milica Milos Mirela
Miroslav Mladen Nadezhda Natalya Nemanja Nenad Nikita Ondrej Patrycja Petar Polina Radek Rafal Roksana Ruslan
Ryszard Slavica Slobodan Snezana Stanislav Stanislaw Sylwia Szymon Tadeusz Taras Tatyana Tereza Tomislav Vasil
Vitaly Vladislav Vlad Vojtech Weronika Wiktor Wiktoria Yaroslav Yana Yegor Yelena Yulia Yuliya Zbigniew Zdenek
Zsofia Zsolt Zuzana Adrienn Agota Balazs Bence Csaba Dora Eniko Ferenc Gergely Gyorgy Ildiko Janos Jozsef Kata
Levente Orsolya Reka Sandor Szilvia Tamas Tibor Zsuzsanna Andreea Alin Bogdana Catalin Ciprian Corina Cosmin
Crina Daciana Doina Dragos Elisabeta Emilian Florin Florina Gheorghe Horia Ionel Iulia Iulian Larisa Laurentiu
Liviu Loredana Lucian Madalina Mihaela Mircea Nicoleta Octavian Oana Radu Raluca Roxana Ruxandra Sorin Teodora
Tudor Vasile Viorel Annika Arvid Asbjørn Astri Aksel Birgitta Bjarne Bo Britt Bror Ebba Edvard Egil Einar Eino
Eira Ellinor Emelie Erling Espen Fredrik Frode Gunnar Gunilla Halvor Hakan Hanne Hedda Hege Helmi Henrik Hilma
Inger Ingmar Ingvild Isak Ivar Jannika Joakim Jorunn Jukka Jytte Kaisa Kalle Kari Kjell Kjersti Knut Kristian
Kristoffer Lasse Leif Lotta Ludvig Mads Marit Markku Mette Mikko Morten Nanna Niels Olav Olle Pekka Pernille
Petter Preben Ragnar Ragnhild Rasmus Rikke Runa Rune Sanna Signe Sigurd Silje Siri Sissel Siv Sofie Steen
Stein Sten Stig Sunniva Svend Svein Sverre Synne Tapio Terje Thor Thora Tiina Tor Tore Tove Trine Trygve Tuva
Tyra Ulla Ulrik Unni Vidar Ville Vilde Viggo Wilma Yngve Åsa Øystein Hannele Juha Kirsi Mika Minna Päivi Pirjo
Riikka Sari Tuomas Veikko Aafke Anneke Annemarie Bas Coen Eefje Esmee Fenna Floor Floris Geert Gerrit Gijs
Hanneke Harm Hein Henk Ineke Jaap Jacco Janneke Jasmijn Jelle Jip Joep Joke Jort Jurre Klaas Koen Laurens
Lieke Lies Lieve Maaike Marijke Marloes Mieke Milou Mirthe Niek Nienke Piet Pim Reinier Ruud Saar Sjoerd Stijn
Teun Tijn Tijmen Truus Veerle Wim Abdülkadir Ahmet Alper Atakan Aysel Ayşegül Baran Barış Batuhan Beren Berk
Beyza Burak Bülent Büşra Canan Cem Cemal Ceren Defne Derya Dilara Ebru Eda Ekin Emine Engin Enes Ercan Erdem
Eren Erkan Ersin Esra Eylül Ezgi Fatih Ferda Fikret Furkan Gizem Gökhan Gülay Gülcan Gülsüm Halil Hande Hülya
Hüseyin Ilayda Ismet Kaan Kemal Kerem Kübra Leyla Levent Melek Melike Meltem Merve Mert Mesut Metin Murat
Nazlı Necla Nergis Nilgün Nuray Oğuz Okan Onur Orhan Özge Özgür Özlem Pelin Pınar Ramazan Recep Rukiye Sedat
Seda Selcuk Semra Serap Serdar Serkan Sevgi Sevim Sibel Sinan Songül Sultan Şebnem Tarık Tolga Tuba Tuğçe
Turan Ufuk Ümit Volkan Yasemin Yavuz Yeliz Yıldız Yiğit Zehra Zühal Fadime Havva Ayla Aygül Abir Afaf Ahlem
Akram Alaa Anouar Aref Badis Bassam Bouchra Chahinez Chokri Douaa Fadi Fadoua Fahd Faouzi Fatine Firas Ghassan
Ghizlane Haifa Haithem Hamdi Hanen Hasna Hatim Hedi Hichem Houssem Ibtissem Ichrak Jalila Jihene Joumana Karam
Khadidja Lamya Leen Lotfi Lubna Maher Majda Manal Marouan Maysa Miriem Monia Montassar Nadjet Nazim Nidhal
Nisrine Nizar Oualid Ouarda Raed Ranim Rida Rima Rym Salwa Samar Slim Widad Zakia Abril Ainoa Alaitz Alazne
Alejo Alonso Ander Aníbal Anxo Asier Aurelio Beñat Bibiana Bosco Casilda Cesc Chus Covadonga Curro Dunia Edu
Edurne Eider Ekaitz Eloy Encarna Eneko Eñaut Estíbaliz Estrella Fidel Flor Foix Froilán Garazi Garbiñe
Genoveva Goizane Haizea Idoia Irati Iria Isidro Ivet Izaro Jeray Jokin Jone Joseba Josu Juanjo Julen Kepa
Koldo Leyre Lander Lis Llibert Llorenç Lope Lorea Lua Luján Maialen Maider Maitane Malena Maravillas Marçal
Margalida Maties Maximino Mayra Mencía Minerva Mireya Miren Misael Moisés Montse Naiara Nahia Nayara Nekane
Nico Nil Oier Oihane Olaia Ona Ot Oto Pelayo Pep Perla Primitivo Puri Queralt Quique Roc Romina Roque Rut
Sabela Samanta Saray Saioa Sira Sonsoles Tadeo Telmo Txell Txema Unax Urko Uxía Uxue Ventura Vicenta Violant
Xabier Xabi Xènia Ximo Xisco Xoán Yago Yaiza Yeray Yoel Zaida Zaloa Zulema Assumpta Abelard Agustí Aleix Aloma
Aran Arlet Bet Cinta Concepció Dídac Duna Elna Eudald Euken Feliu Gal·la Genís Gregori Guiu Isona Jofre
Jordina Lluna Mariona Maurici Melcior Narcís Nuri Oleguer Oriola Otger Quirze Remei Rosó Rossend Rufí Serafí
Sió Tecla Tomeu Vinyet Adalgisa Agata Agostina Alda Alfonsina Ambrogio Amerigo Annachiara Annamaria Antea
Aristide Attilio Biagio Brando Calogero Cesira Clarissa Concetta Cosimo Damiano Danilo Desiree Dino Edda
Egidio Elettra Eliana Elio Enea Enza Erminia Esmeralda Ester Eugenia Evelina Fabrizia Fausto Fausta Fiamma
Filiberto Filomena Fiorenza Flaminia Floriana Fosca Franca Fulvia Fulvio Furio Gelsomina Germana Giacinto
Giancarla Gianna Gianpaolo Gilberto Gioia Gioacchino Giona Giordana Giosuè Gisella Giuditta Giulietta Giusy
Graziano Guendalina Ilenia Iole Iolanda Ippolita Isidoro Italo Ketty Lamberto Lavinia Leda Leonida Leonora
Lucilla Manlio Marica Marika Marinella Marzia Marzio Mascia Melania Menotti Michelangelo Mimmo Mirella Mirta
Morgana Nazario Nella Nello Nerina Nevio Nicla Nicoletta Nives Novella Olimpia Onofrio Oreste Orsola Osvaldo
Ottavia Ottavio Palmira Paride Patrizio Piergiorgio Pierpaolo Quirino Rachele Raimondo Remo Renzo Romolo
Rosalba Rosita Rufina Sabatino Saverio Savino Selvaggia Settimio Sibilla Silverio Sirio Sveva Tancredi
Tarcisio Telemaco Tiberio Tobia Tosca Tullia Tullio Ubaldo Ulisse Valentino Vanda Vanna Venanzio Vinicio
Violante Virgilio Vitaliano Zeno Ilary Giuseppa Domenica Carmelina Assunta Alwin Amrei Aleyna Alva Arian
Anselm Ansgar Ansgard Antje Bela Benno Bennet Berit Birte Bodo Caspar Catharina Celina Charlotta Collin
Constantin Corinna Dörte Eike Eljas Emely Emmi Enno Etta Falk Fiete Feline Fenja Florentine Franka Frederike
Friedemann Frieder Friedhelm Gereon Gesa Gesche Gregor Gunda Gundula Hanno Hedwig Heidrun Heinke Hendrike
Hella Hilke Hinnerk Holm Ilka Imke Insa Isabell Iska Janek Janne Jannes Jannis Jara Jella Jette Jolanda Jolina
Jona Jonna Joscha Josefine Jost Juna Juri Jule Julius Justus Kaja Karlotta Käthe Katinka Keno Kerim Kira Kimi
Klemens Korbinian Kornelia Laurin Leander Lene Lenja Lenni Leona Leonhard Levi Levin Lian Liane Lias Lilli
Lilith Linn Lio Lore Lovis Ludger Luise Luzie Luzia Lya Malin Malte Mareike Margarethe Marla Marlen Marlo
Martje Mathea Mats Matti Mattis Maxi Maxim Mechthild Meta Merit Milla Mirja Mirjam Nadja Natascha Nelli Neele
Nicolai Niko Nikolaus Odin Okko Okka Ortrud Otis Peer Philine Philippa Quirin Rebekka Reinhild Rieke Selina
Sina Sinja Smilla Sönke Stine Swenja Tabea Talia Tamina Tamino Tammo Tatjana Tetje Thekla Thilo Theodor Thies
Thore Thorben Tjark Tilda Till Tiara Titus Tizian Tjorven Tomma Traute Trude Undine Velten Veit Wendelin
Wencke Wenzel Wibke Wieland Wolfram Yannik Ylvi Ylva Yola Zora Hellmut Coumba Lassana Modou Penda Safiatou
Siaka Sokhna Yoro Alassane Demba Drissa Issouf Kalilou Makan Nafissatou Nafi Oury Ramata Soumaïla Tieba Adjoa
Affoué Konan Kouadio Kouassi Yao N’Guessan Merveille Dieudonné Glody Jospin Bénie Chancel Fiston Landry
Rostand Maylee Loana Kelya Maëlya Noélya Tiana Alya Alyah Aylan Ayleen Callista Célya Éléanore Elyana Ilyana
Jeanna Kimberley Liya Loélia Lyah Maïly Nahil Naomie Noham Nolhan Oscarine Raphaëlla Robinson Rubens Shaï
Siloé Soën Taïs Yohann Colombe Blandin Ghyslaine Guylène Lionel Lucette Marielle Noëlla Odilon Thècle Yveline
Perette Apollonie Augustine Anatolie Amédée Balthazar Baudoin Bertile Briséis Calliste Charly Emerick
Enguerran Foulques Géraud Gersende Guilain Hilaire Hildegarde Joséphin Kylan Ladislas Marien Melchior Mahaut
Pacôme Philémon Sixte Sixtine Théodule Thibauld Tiphanie Timoléon Ulric Victorin Vivianne Wandrille Zéphyrine
"""

_SURNAMES_TOO = """
Adam Albert Allen Alexandre André Antoine April Arnaud Auguste Aubin Aubrey Austin Avril Bailey Barthélemy
Bastien Baptiste Baudouin Benoît Bernard Berti Bertrand Blaise Blake Blanc Blanche Brice Bruno Bruce Carter
Cameron César Charles Clark Clayton Clément Colin Cole Cooper Craig Curtis Dale Daniel David Dean Delphin
Denis Didier Diarra Diaby Donald Douglas Duncan Edmond Étienne Fabre Félix Fernand Ferrand Firmin Fleur
Florent Florentin Francis Franck Franco François Frank Gabriel Garcia Gaspard Gaston Gautier Gauthier
Georges George Gerard Gérard Germain Gilbert Gilles Giordano Gordon Graham Grant Grégoire Grégory Guillaume
Guy Hamilton Harrison Harvey Hayden Henri Henry Hermann Hervé Honoré Howard Hubert Hugues Hunter Issa
Jackson Jacob Jacques James Jean Jérôme Jordan Joseph Jourdan Julien Kelly Lambert Larbi Laurence Laurent
Lawrence Lazare Lee Léon Léonard Lewis Lopez Louis Lucas Mackenzie Marceau Marcel Marin Marion Martial
Martin Martí Martín Mason Mathieu Mathis Matthieu Matthias Maurice Maurin May Michel Mitchell Morgan Murray
Nguyen Nicolas Nicolás Noël Norbert Norman Octave Otto Owen Pascal Paulet Paulin Perrin Peter Philippe
Pierre Prosper Raoul Raymond Rey Rémy Renaud René Reine Ricard Richard Riley Robert Robin Roger Roland Román
Romano Rosa Rose Ross Roy Russell Ryan Salomon Salvador Samson Samuel Saïd Scott Simon Sidney Spencer
Stanley Stephan Stewart Stuart Sylvain Sylvestre Sydney Tahar Taylor Thibault Thibaut Thomas Todd Tran Tyler
Urbain Valentin Valéry Vega Vidal Vincent Vitale Vivien Wallace Walter Warren Wayne Wesley Wolf Salem Hassan
Ali Ahmed Omar Amar Salah Brahim Moussa Mansouri Traoré Saidi Marcos Mateo Benito Alonso Bruna Gallego
Santiago Domingo Clemente Vicente Ventura Bianchi Gentile Ernst Franz Fritz Günther Heinrich Konrad Ludwig
Lorenz Werner Wilhelm Friedrich Jakob Albrecht Dietrich Arnold Berthold Hartmann
Dalton Devon Emerson Fletcher Griffin Hudson Kendall Lincoln Parker Preston Sawyer Sheridan Wade Winston Wyatt
Beckett Harper Raj Krishna Mohan Devi Kiran Anand Prakash Mai Ren Jin Lei Hui Yong Ying Bo Can Turan Yavuz
Yildiz Sultan Ekin Eren Erdem Engin Levent Kemal Cem Oğuz Onur Yao Kouassi Kouadio Konan Demba Junior Prince
Landry Robinson Parfait Flor Paz Ventura Alonso Feliu Roc Blau Duna Narcís Bosco Lope Luján Abril Roque Isidro
Santo Natale Libero Fausto Furio Italo Remo Valentino Gilberto Damiano Danilo Cosimo Rosalba Falk Holm Enno
Otis Justus Till Veit Velten Wenzel Wieland Jost Caspar Stein Sten Odd Dag Lech Mate Ion Tudor Balazs Hadley
Harley Ellis Emery Dara Darcy Casey Perry Quincy Peyton Ryder Wren Pearl Lacey Macy Honor Shelby Skye Tatum
Trinity Whitney Piper Reese Jarrod Bonnie Beau Amos Ezra Ira Asher Giles Hamish Sierra Dakota Savannah Devin
Flynn Charly Blandin Hilaire Marien Victorin Lionel Odilon Melchior Oscarine Baudoin Piet Job Bas Henk Klaas
Pim Floor Jip Marek Filip Kamil Cezary Bartosz Boyan Perla Tosca Zeno Vanda Nella Renzo Ramona Remei Sante
Savino Saverio Settimio Sibilla Sirio Franca
Ruby Poppy Olive Violet Willow Raven Scarlett Trinity Prudence Daisy Rosemary Amber Roc Estel Flor Bo
Faye Lutz Kurt Götz Ulrich Heinz Arnold Dietrich Bernhard Eckart Burkhard Gerhard Reinhard Hinrich Volker
Klaus Kern
"""
_VAGUE = 0.4
"""What a given name that is a surname too is worth, beside 1 for one that is not."""


@cache
def _all() -> frozenset[str]:
    """Every name of the lists, made when it is needed: most imports ask about no name."""
    lists = (_FRENCH, _WORLD, _ENGLISH, _SPANISH, _GERMAN, _ITALIAN, _FURTHER)
    return frozenset(collation_key(name) for names in lists for name in names.split())


@cache
def _also_surnames() -> frozenset[str]:
    """Given names that are surnames of many people as well: by themselves they hardly tell the order."""
    return frozenset(map(collation_key, _SURNAMES_TOO.split()))


@lru_cache(maxsize=1 << 15)
def given_name_weight(word: str) -> float:
    """How far a word is a given name: 1 for one that is seldom anything else, less, or 0 for an unknown one.

    Of a hyphenated word (`Jean-Noël`, `Marie-Hortense`) every part must be known, or the first.
    """
    parts = [collation_key(part) for part in word.split("-") if part]
    if not parts or parts[0] not in _all():
        return 0.0
    if len(parts) > 1:
        return 1.0 if parts[1] in _all() else _VAGUE
    return _VAGUE if parts[0] in _also_surnames() else 1.0


def is_common_given_name(word: str) -> bool:
    """Whether the lists hold the word, in any case, with or without accents."""
    return collation_key(word) in _all()


# --- accents -----------------------------------------------------------------------------------------


@cache
def _accented() -> Mapping[str, str]:
    return dict(_accents())


def _accents() -> Iterator[tuple[str, str]]:
    """Accented French names under their bare form, but for those also written without an accent."""
    names = _FRENCH.split()
    plain = {name for name in names if name.isascii()}
    for name in names:
        bare = "".join(char for char in _bare(name))
        if not name.isascii() and bare not in plain:
            yield bare, name


def _bare(name: str) -> str:
    """A name as somebody without accents on the keyboard types it."""
    return name.translate(_UNACCENTED)


_UNACCENTED = str.maketrans("ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸàâäçéèêëîïôöùûüÿ", "AAACEEEEIIOOUUUYaaaceeeeiioouuuy")
_OPEN_E = pattern(r"E(?=(?:[bcdfgklmnrtvz]|th|ph|[bcdfgptv][lr])[aeiouy]\w*[^aiouy\W]e$)")
"""An E that French reads é: it opens the name, one consonant and a vowel follow, and the name ends mute."""


def accented_given_name(word: str) -> str:
    """The accented form a French given name without accents may stand for; empty where nothing hints at one.

    `Elise` gives `Élise`, as the table has it; `Erine` gives `Érine`, since a first E before one consonant
    and a vowel, in a name that ends in a mute e, is an é to a French ear.
    """
    if not word.isascii():
        return ""
    parts = [_accented_part(part) for part in word.split("-")]
    accented = "-".join(parts)
    return accented if accented != word else ""


def _accented_part(part: str) -> str:
    known = _accented().get(part)
    if known:
        return known
    return part if collation_key(part) in _all() else _OPEN_E.sub("É", part)
